from django.apps import AppConfig


class NominationsConfig(AppConfig):
    name = "lindung.nominations"
    verbose_name = "Usulan"
