"""Posting and Entry. The constraints that carry the promise are in migration 0002, in SQL."""

from __future__ import annotations

from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _


class Posting(models.Model):
    """Why and when a set of entries was booked. Append-only; `--as-of` reads it."""

    class Reason(models.TextChoices):
        DECIDED = "decided", _("ditetapkan")
        REPLACED = "replaced", _("menggantikan peserta lain")
        TRANSFERRED = "transferred", _("dialihkan ke pembayar lain")
        DIED = "died", _("meninggal dunia")
        MOVED = "moved", _("pindah")
        DOUBLE = "double", _("tercatat ganda")
        WITHDRAWN = "withdrawn", _("mengundurkan diri")
        REJECTED = "rejected", _("ditolak BPJS Ketenagakerjaan")
        WAGE_EARNER = "wage_earner", _("menjadi pekerja penerima upah")
        ACTIVE_MEMBER = "active_member", _("sudah peserta aktif di luar program")
        BROUGHT_FORWARD = "brought_forward", _("saldo awal")

    booked_on = models.DateField(db_comment="Day it counts as known")
    reason = models.TextField(choices=Reason.choices, db_comment="Why")
    decree = models.ForeignKey(
        "programmes.Decree", models.PROTECT, null=True, related_name="+", db_comment="The decree behind it"
    )
    actor_id = models.TextField(db_comment="Who booked it")
    note = models.TextField(blank=True, db_comment="In the actor's words")

    class Meta:
        db_table_comment = "Append-only bookings on the ledger of cover"


class Entry(models.Model):
    """One turn of one month of one person. Even turns cover and name an enrolment, odd turns reverse.

    Foreign keys stand in the migration: (enrolment, person), and (person, month, previous_turn) onto this
    table, so that no turn is skipped. `posting` has none: at ten million rows each costs minutes, and verify
    proves it.
    """

    pk = models.CompositePrimaryKey("person_id", "month", "turn")
    person = models.ForeignKey(
        "people.Person",
        models.PROTECT,
        db_index=False,
        db_constraint=False,
        related_name="+",
        db_comment="Who is covered",
    )
    month = models.DateField(db_comment="First day of the covered month")
    turn = models.SmallIntegerField(db_comment="0 covers, 1 reverses, 2 covers again …")
    previous_turn = models.GeneratedField(
        expression=Case(When(turn__gt=0, then=F("turn") - 1)),
        output_field=models.SmallIntegerField(null=True),
        db_persist=True,
        db_comment="The turn this one answers; a foreign key onto it forbids a skipped turn",
    )
    enrolment = models.ForeignKey(
        "nominations.Enrolment",
        models.PROTECT,
        null=True,
        db_index=False,
        db_constraint=False,
        related_name="+",
        db_comment="The seat used; empty on odd turns",
    )
    posting = models.ForeignKey(
        Posting,
        models.PROTECT,
        db_index=False,
        db_constraint=False,
        related_name="+",
        db_comment="Why and when",
    )

    class Meta:
        db_table_comment = "The ledger: person-months of cover, append-only"
        constraints = [
            models.CheckConstraint(condition=Q(turn__gte=0), name="coverage_entry_turn_not_negative"),
            models.CheckConstraint(condition=Q(month__day=1), name="coverage_entry_first_of_month"),
        ]
