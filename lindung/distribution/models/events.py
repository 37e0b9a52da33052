"""Occasions with a place and a date."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lindung.accounts.rights import Access


class Event(models.Model):
    """An occasion with a place and a date; only a handover hands anything over."""

    class Kind(models.TextChoices):
        HANDOVER = "handover", "penyerahan"
        LAUNCH = "launch", "peluncuran"
        AWARD = "award", "penghargaan"

    programme = models.ForeignKey(
        "programmes.Programme", models.PROTECT, db_index=False, related_name="+", db_comment="Of which programme"
    )
    region = models.ForeignKey(
        "regions.Region", models.PROTECT, db_index=False, related_name="+", db_comment="Where, as a region"
    )
    kind = models.TextField(choices=Kind.choices, db_comment="handover, launch or award")
    name = models.TextField(db_comment="Name of the event")
    place = models.TextField(db_comment="Hall, office or village, in words")
    held_on = models.DateField(db_comment="Day it was held")
    officials = ArrayField(models.TextField(), default=list, db_comment="Officials present, name and office")
    booked_on = models.DateField(db_comment="Day it was entered")

    seen = Access("distribution.read", ("region",), from_inside=True)

    class Meta:
        db_table_comment = "Handovers, launches and awards"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "held_on", "place"], name="distribution_event_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
