"""Cards and bank books, and their moves between custodians. What only SQL can say is in migration 0002."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lindung.accounts.rights import Access


class Item(models.Model):
    """One card or one bank book. After a return it may be handed over again, or a new one made instead.

    One foreign key onto (enrolment, person), in migration 0002, stands for both.
    """

    class Kind(models.TextChoices):
        CARD = "card", _("kartu peserta")
        BOOK = "book", _("buku tabungan")

    class State(models.TextChoices):
        MADE = "made", _("dicetak")
        AT_PLACE = "at_place", _("di tempat pembagian")
        IN_TRANSIT = "in_transit", _("dalam perjalanan")
        MISSING = "missing", _("belum ditemukan")
        HANDED_OVER = "handed_over", _("diserahkan")
        RETURNED = "returned", _("dikembalikan")

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
    state = models.TextField(
        choices=State.choices, db_comment="made, in_transit, at_place, missing, handed_over or returned"
    )
    returned_on = models.DateField(null=True, db_comment="Day it came back; empty unless returned")

    seen = Access("distribution.read", ("enrolment__nomination__village",))

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
