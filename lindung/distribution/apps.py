from django.apps import AppConfig


class DistributionConfig(AppConfig):
    name = "lindung.distribution"
    verbose_name = "Penyerahan kartu dan buku tabungan"
