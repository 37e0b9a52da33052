from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "lindung.membership"
    verbose_name = "Kepesertaan BPJS"
