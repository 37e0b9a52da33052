"""Items, their moves, the events and the handovers. What only SQL can say is in migration 0002."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Q, When


class Item(models.Model):
    """One card or one bank book. After a return it may be handed over again, or a new one made instead.

    One foreign key onto (enrolment, person), in migration 0002, stands for both.
    """

    class Kind(models.TextChoices):
        CARD = "card", "kartu peserta"
        BOOK = "book", "buku tabungan"

    class State(models.TextChoices):
        MADE = "made", "dicetak"
        AT_PLACE = "at_place", "di tempat pembagian"
        HANDED_OVER = "handed_over", "diserahkan"
        RETURNED = "returned", "dikembalikan"

    kind = models.TextField(choices=Kind.choices, db_comment="card (BPJS's) or book (the bank's)")
    enrolment = models.ForeignKey(
        "nominations.Enrolment",
        models.PROTECT,
        db_index=False,
        db_constraint=False,
        related_name="+",
        db_comment="The seat it was made for; programme and district it counts for",
    )
    person = models.ForeignKey(
        "people.Person",
        models.PROTECT,
        db_index=False,
        db_constraint=False,
        related_name="+",
        db_comment="Whose it is",
    )
    serial = models.TextField(null=True, db_comment="Serial printed on it; empty where it has none")
    made_at = models.TextField(db_comment="First custodian: the office that made it")
    made_on = models.DateField(db_comment="Day it was made")
    custodian = models.TextField(db_comment="Office that has it, or had it last before the person")
    state = models.TextField(choices=State.choices, db_comment="made, at_place, handed_over or returned")
    returned_on = models.DateField(null=True, db_comment="Day it came back; empty unless returned")

    class Meta:
        db_table_comment = "Cards and bank books"
        indexes = [models.Index(fields=["person"], name="distribution_item_person")]
        constraints = [
            # On the date and not on the state, so that a handover need not touch any index.
            models.UniqueConstraint(
                fields=["enrolment", "kind"],
                condition=Q(returned_on__isnull=True),
                name="distribution_item_one_in_use",
            ),
            models.UniqueConstraint(
                fields=["kind", "serial"],
                condition=Q(serial__isnull=False),
                name="distribution_item_serial",
            ),
            models.CheckConstraint(
                condition=Q(state="returned") ^ Q(returned_on__isnull=True),
                name="distribution_item_return_dated",
            ),
        ]


class ItemMove(models.Model):
    """An item went from one custodian to another. Append-only."""

    pk = models.CompositePrimaryKey("item_id", "sequence")
    item = models.ForeignKey(Item, models.PROTECT, db_index=False, related_name="moves", db_comment="Which item")
    sequence = models.SmallIntegerField(db_comment="Order of the item's moves, from 1")
    on = models.DateField(db_comment="Day of the move")
    taken_from = models.TextField(db_comment="Custodian before; 'penerima' when the person gave it back")
    brought_to = models.TextField(db_comment="Custodian after")
    by = models.TextField(db_comment="Actor who entered it")
    note = models.TextField(blank=True, db_comment="In the actor's words")

    class Meta:
        db_table_comment = "Append-only moves of cards and bank books between custodians"


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

    class Meta:
        db_table_comment = "Handovers, launches and awards"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "held_on", "place"], name="distribution_event_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Handover(models.Model):
    """One turn of one item. Even turns give it to the person, odd turns take it back. Append-only.

    The key forbids two live handovers of one item; the foreign key onto the previous turn (migration 0002)
    forbids a skipped one.
    """

    class Receiver(models.TextChoices):
        SELF = "self", "diterima sendiri"
        PROXY = "proxy", "diterima wakil"

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
