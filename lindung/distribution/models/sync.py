"""Phones of field officers, the signed events they send, and the cases a person must settle."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lindung.accounts.rights import Access
from lindung.distribution.models.events import Event
from lindung.distribution.models.items import Item


class Device(models.Model):
    """One browser on one phone, given to one officer. Its private key never leaves it."""

    code = models.TextField(unique=True, db_comment="First 16 hex digits of the public key's SHA-256")
    public = models.TextField(db_comment="ECDSA P-256 public key: uncompressed point, 130 hex digits")
    officer = models.ForeignKey(
        "accounts.User", models.PROTECT, db_index=False, related_name="+", db_comment="Who works with it"
    )
    name = models.TextField(db_comment="What the officer calls it")
    secret = models.BinaryField(db_comment="Key of what the phone keeps; given to the signed-in officer alone")
    enrolled_on = models.DateField(db_comment="Day it was enrolled")
    revoked_on = models.DateField(null=True, db_comment="Day it was lost or taken out of use")
    reason = models.TextField(db_default="", db_comment="Why it was revoked")

    class Meta:
        db_table_comment = "Phones enrolled to officers"
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True) ^ ~Q(reason=""),
                name="distribution_device_revoked_with_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class DeviceEvent(models.Model):
    """One act on a phone, as it was signed there, and what became of it. Append-only.

    The phone's clock stands in the body as it was told and decides nothing.
    """

    class Outcome(models.TextChoices):
        RECORDED = "recorded", _("tercatat")
        CONFLICT = "conflict", _("bertentangan")
        REFUSED = "refused", _("ditolak")
        QUARANTINED = "quarantined", _("ditahan")

    class Kind(models.TextChoices):
        HANDOVER = "handover", _("penyerahan")
        RETURN = "return", _("dikembalikan")
        CORRECTION = "correction", _("pembetulan")
        NOTE = "note", _("catatan")

    pk = models.CompositePrimaryKey("device_id", "number")
    device = models.ForeignKey(
        Device, models.PROTECT, db_index=False, related_name="events", db_comment="Which phone"
    )
    number = models.IntegerField(db_comment="The phone's own number, from 1, none skipped there")
    kind = models.TextField(choices=Kind.choices, db_comment="handover, return, correction or note")
    items = ArrayField(models.BigIntegerField(), db_comment="Items it is about; empty for notes")
    corrects = models.IntegerField(null=True, db_comment="Number of the phone's event that a correction withdraws")
    event = models.ForeignKey(
        Event, models.PROTECT, null=True, db_index=False, related_name="+", db_comment="At which event"
    )
    body = models.TextField(db_comment="JSON exactly as signed")
    signature = models.BinaryField(db_comment="ECDSA over the body, 64 bytes r and s")
    carried_by = models.TextField(db_comment="Account that sent it: the officer's, or another's by file")
    received_on = models.DateField(db_comment="Day it was received")
    received_at = models.DateTimeField(db_default=Now(), db_comment="When, by the database's clock")
    outcome = models.TextField(
        choices=Outcome.choices, db_comment="recorded, conflict, refused or quarantined, as first judged"
    )
    message = models.TextField(db_comment="Why not recorded, in Indonesian; empty when recorded")

    class Meta:
        db_table_comment = "Append-only events signed by phones"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="correction") ^ Q(corrects__isnull=True),
                name="distribution_deviceevent_corrects_one",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="distribution_deviceevent_numbered"),
        ]


class HandoverCase(models.Model):
    """An item of a phone's event that could not be recorded: for a person to settle. Nothing is overwritten.

    One foreign key onto (device, number), in the migration, stands for the event.
    """

    class Resolution(models.TextChoices):
        FIRST = "first", _("catatan pertama benar")
        SECOND = "second", _("catatan ini benar")
        WITHDRAWN = "withdrawn", _("ditarik petugasnya")
        CLEARED = "cleared", _("halangan hilang")

    device = models.ForeignKey(
        Device, models.PROTECT, db_index=False, related_name="+", db_comment="Phone whose event it is"
    )
    number = models.IntegerField(db_comment="Number of the event")
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="+", db_comment="Item; empty: unknown")
    named = models.BigIntegerField(db_comment="Number of the item as the phone named it")
    code = models.TextField(db_comment="Code of the problem")
    message = models.TextField(db_comment="What stands against it, in Indonesian")
    opened_on = models.DateField(db_comment="Day it was found")
    settled_on = models.DateField(null=True, db_comment="Day it was settled")
    settled_by = models.TextField(db_default="", db_comment="Actor who settled it")
    resolution = models.TextField(
        choices=Resolution.choices, db_default="", db_comment="first, second, withdrawn or cleared"
    )
    note = models.TextField(db_default="", db_comment="Reason, in the actor's words")

    seen = Access("distribution.read", ("item__enrolment__nomination__village",))

    class Meta:
        db_table_comment = "Items of phones' events that a person must settle"
        constraints = [
            models.UniqueConstraint(fields=["device", "number", "named"], name="distribution_handovercase_once"),
            models.CheckConstraint(
                condition=Q(settled_on__isnull=True, resolution="")
                | (Q(settled_on__isnull=False) & ~Q(resolution="") & ~Q(settled_by="")),
                name="distribution_handovercase_settled_whole",
            ),
        ]
