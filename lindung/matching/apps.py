from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "lindung.matching"
    verbose_name = "Pencocokan"
