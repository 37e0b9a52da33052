from django.apps import AppConfig


class BankingConfig(AppConfig):
    name = "lindung.banking"
    verbose_name = "Rekening tabungan"
