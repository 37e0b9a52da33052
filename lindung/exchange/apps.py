from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "lindung.exchange"
    verbose_name = "Pertukaran berkas"
