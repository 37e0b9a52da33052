"""Keys that let a newcomer meet the registry, the pairs found, what was decided of them, and lists against it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class MatchKey(models.Model):
    """One blocking key of one person: who shares one is compared.

    Derived from the person's row by the model whose version is part of the hash. A key that no longer fits costs
    one comparison and is never wrong, so keys are only added.
    """

    pk = models.CompositePrimaryKey("key", "person_id")
    key = models.BigIntegerField(db_comment="Hash of the model's version and the key's text")
    person = models.ForeignKey(
        "people.Person",
        models.PROTECT,
        db_index=False,
        db_constraint=False,
        related_name="+",
        db_comment="Whose key",
    )

    class Meta:
        db_table_comment = "Blocking keys of the registry, derived by the matching model"


class Pair(models.Model):
    """Two rows of the registry that may be one person. Found once; the newest verdict is its state.

    Stays with the rows it was found for: what a merge makes of it is asked of the roots (`queries.OPEN`).
    """

    class Fate(models.TextChoices):
        SAME = "same", _("orang yang sama")
        LOOK = "look", _("perlu dilihat")

    class State(models.TextChoices):
        OPEN = "open", _("menunggu putusan")
        ASKED = "asked", _("ditanyakan ke desa")
        SAME = "same", _("orang yang sama")
        DIFFERENT = "different", _("orang berbeda")
        SETTLED = "settled", _("selesai karena data diperbaiki")

    lower = models.ForeignKey(
        "people.Person", models.PROTECT, db_index=False, related_name="+", db_comment="Who entered first"
    )
    higher = models.ForeignKey(
        "people.Person", models.PROTECT, db_index=False, related_name="+", db_comment="Who entered later"
    )
    weight = models.FloatField(db_comment="Evidence in bits that the two are one; negative speaks against")
    probability = models.FloatField(db_comment="The same as a share of one")
    fate = models.TextField(choices=Fate.choices, db_comment="What the model says: same or look")
    reasons = models.JSONField(db_comment="Field, level, words and weight of each reason, for the waterfall")
    model = models.TextField(db_comment="Version of the model that weighed")
    found_on = models.DateField(db_comment="Day it was found, or weighed anew after a correction")
    source = models.TextField(db_comment="What brought the later one in: a file, a correction")
    proposed_by = models.TextField(db_comment="Actor who brought the later one in; does not decide the pair")
    state = models.TextField(choices=State.choices, db_default=State.OPEN, db_comment="What the last verdict made")

    class Meta:
        db_table_comment = "Pairs of rows that may be one person"
        indexes = [
            models.Index(fields=["higher"], name="matching_pair_higher"),
            models.Index(
                fields=["found_on"], name="matching_pair_waiting", condition=Q(state__in=["open", "asked"])
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["lower", "higher"], name="matching_pair_once"),
            models.CheckConstraint(condition=Q(lower__lt=F("higher")), name="matching_pair_in_order"),
        ]


class Verdict(models.Model):
    """One decision on one pair; the next turn changes it, none is ever rewritten."""

    class Kind(models.TextChoices):
        SAME = "same", _("orang yang sama")
        DIFFERENT = "different", _("orang berbeda")
        ASK = "ask", _("tanyakan ke desa")
        UNDO = "undo", _("putusan dibatalkan")
        SETTLE = "settle", _("selesai karena data diperbaiki")
        REOPEN = "reopen", _("dibuka lagi karena data diperbaiki")

    pk = models.CompositePrimaryKey("pair_id", "turn")
    pair = models.ForeignKey(
        Pair, models.PROTECT, db_index=False, related_name="verdicts", db_comment="Of which pair"
    )
    turn = models.SmallIntegerField(db_comment="1 is the first decision; two officers cannot both give it")
    kind = models.TextField(choices=Kind.choices, db_comment="same, different, ask, undo, settle or reopen")
    reason = models.TextField(blank=True, db_comment="In the actor's words")
    actor_id = models.TextField(db_comment="Who decided")
    actor_name = models.TextField(db_comment="The actor's name as it was then")
    on = models.DateField(db_comment="Day it counts for")
    double = models.ForeignKey(
        "people.Person",
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        db_comment="For same: the row that was linked to the other",
    )
    followers = models.JSONField(
        default=list, db_comment="Rows already linked to the double, which followed it to the root"
    )

    class Meta:
        db_table_comment = "Append-only decisions on pairs"


class Listed(models.Model):
    """A row of a list (the dead, the moved, active members, wage earners) and the person it may mean."""

    class State(models.TextChoices):
        OPEN = "open", _("menunggu putusan")
        CONFIRMED = "confirmed", _("dicatat")
        DENIED = "denied", _("orang lain")
        REVOKED = "revoked", _("daftar dicabut")

    file = models.ForeignKey("intake.File", models.PROTECT, db_index=False, related_name="+", db_comment="The list")
    row = models.IntegerField(db_comment="Row number within the list")
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", db_comment="Whom the row may mean"
    )
    kind = models.TextField(db_comment="Kind of fact: died, moved, wage_earner or active_member")
    happened_on = models.DateField(db_comment="Day it happened, as the list says")
    value = models.TextField(blank=True, db_comment="Where to, or which segment, as the list says")
    weight = models.FloatField(db_comment="Evidence in bits that the row means this person")
    probability = models.FloatField(db_comment="The same as a share of one")
    fate = models.TextField(choices=Pair.Fate.choices, db_comment="What the model says: same or look")
    reasons = models.JSONField(db_comment="Field, level, words and weight of each reason")
    state = models.TextField(
        choices=State.choices, db_default=State.OPEN, db_comment="open, confirmed, denied or revoked"
    )
    fact = models.ForeignKey(
        "people.Fact", models.PROTECT, null=True, related_name="+", db_comment="The fact that was recorded"
    )
    decided_by = models.TextField(
        blank=True, db_comment="Who confirmed or denied; empty: the machine, or nobody yet"
    )
    decided_on = models.DateField(null=True, db_comment="Day of it")

    class Meta:
        db_table_comment = "Rows of lists held against the registry"
        indexes = [
            models.Index(fields=["state"], name="matching_listed_open", condition=Q(state="open")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["file", "row", "person"], name="matching_listed_once"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "denied"]) ^ Q(fact__isnull=False),
                name="matching_listed_confirmed_has_fact",
            ),
        ]
