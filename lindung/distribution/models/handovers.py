"""Turns in which an item is given and taken back."""

from __future__ import annotations

from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from lindung.distribution.models.events import Event
from lindung.distribution.models.items import Item


class Handover(models.Model):
    """One turn of one item. Even turns give it to the person, odd turns take it back. Append-only.

    The key forbids two live handovers of one item; the foreign key onto the previous turn (migration 0002)
    forbids a skipped one.
    """

    class Receiver(models.TextChoices):
        SELF = "self", _("diterima sendiri")
        PROXY = "proxy", _("diterima wakil")

    pk = models.CompositePrimaryKey("item_id", "turn")
    item = models.ForeignKey(
        Item, models.PROTECT, db_index=False, related_name="handovers", db_comment="Which item"
    )
    turn = models.SmallIntegerField(db_comment="0 hands over, 1 takes back, 2 hands over again …")
    previous_turn = models.GeneratedField(
        expression=Case(When(turn__gt=0, then=F("turn") - 1)),
        output_field=models.SmallIntegerField(null=True),
        db_persist=True,
        db_comment="The turn this one answers; a foreign key onto it forbids a skipped turn",
    )
    event = models.ForeignKey(
        Event,
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        db_comment="At which event; empty when handed over at an office or at home, and on odd turns",
    )
    on = models.DateField(db_comment="Day it was given or taken back")
    booked_on = models.DateField(db_comment="Day it was entered")
    received_by = models.TextField(
        blank=True, choices=Receiver.choices, db_comment="self or proxy; empty on odd turns"
    )
    proxy = models.TextField(blank=True, db_comment="Name and relation of the proxy")
    letter = models.TextField(db_default="", db_comment="The proxy's letter of authority, as it is named")
    receipt = models.TextField(db_comment="Reference of the receipt; every turn of every item has its own")
    by = models.TextField(db_comment="Actor who entered it")
    note = models.TextField(blank=True, db_comment="In the actor's words; on odd turns the reason")

    class Meta:
        db_table_comment = "Append-only handovers of cards and bank books"
        constraints = [
            models.UniqueConstraint(fields=["receipt"], name="distribution_handover_receipt"),
            models.CheckConstraint(condition=Q(turn__gte=0), name="distribution_handover_turn_not_negative"),
            models.CheckConstraint(
                condition=Q(booked_on__gte=F("on")), name="distribution_handover_not_ahead_of_time"
            ),
            models.CheckConstraint(
                condition=Q(received_by="proxy") ^ Q(proxy=""), name="distribution_handover_proxy_named"
            ),
        ]


class ProxyRule(models.Model):
    """Whether somebody else may receive an item for its owner, as its maker allows; dated, the newest counts.

    Without a rule anybody named may.
    """

    kind = models.TextField(choices=Item.Kind.choices, db_comment="card or book")
    valid_from = models.DateField(db_comment="First day it counts")
    allowed = models.BooleanField(db_comment="Whether a proxy may receive it at all")
    letter = models.BooleanField(db_comment="Whether the proxy must bring a letter of authority")
    source = models.TextField(db_comment="Letter or agreement that says so; who was asked where none does")
    verified = models.BooleanField(db_comment="Whether somebody has seen the source")

    class Meta:
        db_table_comment = "Dated rules of BPJS and of banks about proxies at a handover"
        constraints = [
            models.UniqueConstraint(fields=["kind", "valid_from"], name="distribution_proxyrule_one_a_day"),
            models.CheckConstraint(
                condition=Q(allowed=True) | Q(letter=False), name="distribution_proxyrule_letter_of_allowed"
            ),
        ]
