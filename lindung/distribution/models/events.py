"""Occasions with a place and a date."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from lindung.accounts.rights import Access


class Event(models.Model):
    """An occasion with a place and a date; only a handover hands anything over."""

    class Kind(models.TextChoices):
        HANDOVER = "handover", _("penyerahan")
        LAUNCH = "launch", _("peluncuran")
        AWARD = "award", _("penghargaan")

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


class Invitation(models.Model):
    """One person invited to an event, with a seat."""

    pk = models.CompositePrimaryKey("event_id", "enrolment_id")
    event = models.ForeignKey(
        Event, models.PROTECT, db_index=False, related_name="invitations", db_comment="To which event"
    )
    enrolment = models.ForeignKey(
        "nominations.Enrolment", models.PROTECT, db_index=False, related_name="+", db_comment="Who is invited"
    )
    seat = models.IntegerField(db_comment="Number of the seat, by village and name")
    on_stage = models.BooleanField(db_default=False, db_comment="Receives on the stage, for all others")
    attended_on = models.DateField(null=True, db_comment="Day the attendance was entered; empty: not seen")

    class Meta:
        db_table_comment = "Who is invited to an event, where they sit, who came"
        constraints = [models.UniqueConstraint(fields=["event", "seat"], name="distribution_invitation_seat")]


class PaperEntry(models.Model):
    """One line of a signed paper list as one person typed it in. Two people type every list."""

    pk = models.CompositePrimaryKey("event_id", "enrolment_id", "pass_number")
    event = models.ForeignKey(Event, models.PROTECT, db_index=False, related_name="+", db_comment="Which event")
    enrolment = models.ForeignKey(
        "nominations.Enrolment", models.PROTECT, db_index=False, related_name="+", db_comment="Whose line"
    )
    pass_number = models.SmallIntegerField(db_comment="1 or 2: first or second typing")
    signed_for = models.TextField(db_comment="What is signed for: k card, b book, kb both, empty nothing")
    proxy = models.TextField(db_default="", db_comment="Name and relation of the proxy who signed")
    by = models.TextField(db_comment="Actor who typed it; the second is another")
    entered_on = models.DateField(db_comment="Day it was typed")

    class Meta:
        db_table_comment = "Lines of signed paper lists, each typed twice"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pass_number__in=[1, 2], signed_for__in=["", "k", "b", "kb"]),
                name="distribution_paperentry_known_words",
            )
        ]
