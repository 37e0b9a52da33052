from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "lindung.audit"
    verbose_name = "Catatan tindakan"
