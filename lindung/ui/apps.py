from django.apps import AppConfig
from django.db.models import fields


class UiConfig(AppConfig):
    name = "lindung.ui"
    verbose_name = "Tampilan"

    def ready(self) -> None:
        # What a drop-down says where nothing is chosen; Django's own words have no Indonesian.
        fields.BLANK_CHOICE_LABEL = "–"
