"""Claims, BPJS's decisions, payees and BPJS's payments. The counters on a claim are kept by migration 0002."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lindung.accounts.rights import Access


class Claim(models.Model):
    """One event in a worker's life for which benefit is asked."""

    class Event(models.TextChoices):
        ACCIDENT = "accident", _("kecelakaan")
        DEATH = "death", _("meninggal dunia")

    class Cause(models.TextChoices):
        WORK = "work", _("karena pekerjaan")
        NATURAL = "natural", _("bukan karena pekerjaan")

    person = models.ForeignKey(
        "people.Person", models.PROTECT, db_index=False, related_name="+", db_comment="The worker"
    )
    enrolment = models.ForeignKey(
        "nominations.Enrolment",
        models.PROTECT,
        db_index=False,
        related_name="+",
        db_comment="The seat that covers the month, or did last; programme and district it counts for",
    )
    event_kind = models.TextField(choices=Event.choices, db_comment="accident or death")
    cause = models.TextField(choices=Cause.choices, db_comment="work or natural")
    event_on = models.DateField(db_comment="Day of the event")
    reported_on = models.DateField(db_comment="Day it was reported and entered")
    source = models.TextField(db_comment="Letter, form or witness")
    cover_month = models.DateField(db_comment="Month of the event, as its first day")
    covered = models.BooleanField(db_comment="Whether the ledger held that month; if not, it lay in grace")
    estimate = models.BigIntegerField(db_comment="Our estimate in rupiah; BPJS decides")
    estimate_lines = models.JSONField(
        db_comment="Policy's answer: lines with amount, formula and article, warnings, what no rule can say"
    )
    granted = models.BigIntegerField(db_default=0, db_comment="Rupiah of BPJS's standing decision")
    paid = models.BigIntegerField(db_default=0, db_comment="Rupiah BPJS has paid; never above granted")

    seen = Access("claims.read", ("enrolment__nomination__village",))

    class Meta:
        db_table_comment = "Claims of benefit"
        indexes = [models.Index(fields=["enrolment"], name="claims_claim_enrolment")]
        constraints = [
            models.UniqueConstraint(fields=["person", "event_kind", "event_on"], name="claims_claim_once"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(event_kind="death"), name="claims_claim_one_death"
            ),
            models.CheckConstraint(
                condition=Q(event_on__lte=F("reported_on")), name="claims_claim_not_ahead_of_time"
            ),
            models.CheckConstraint(condition=Q(cover_month__day=1), name="claims_claim_first_of_month"),
            models.CheckConstraint(
                condition=Q(paid__gte=0) & Q(paid__lte=F("granted")), name="claims_claim_paid_within_decision"
            ),
        ]


class Decision(models.Model):
    """What BPJS decided. Append-only: a later decision stands instead of an earlier one."""

    pk = models.CompositePrimaryKey("claim_id", "sequence")
    claim = models.ForeignKey(
        Claim, models.PROTECT, db_index=False, related_name="decisions", db_comment="On which claim"
    )
    sequence = models.SmallIntegerField(db_comment="Order of the claim's decisions, from 1; the last one stands")
    on = models.DateField(db_comment="Day BPJS decided")
    booked_on = models.DateField(db_comment="Day it was entered")
    approved = models.BooleanField(db_comment="Whether BPJS grants a benefit")
    rupiah = models.BigIntegerField(db_comment="Benefit granted; 0 when refused")
    reference = models.TextField(db_comment="Number of BPJS's letter")
    reason = models.TextField(blank=True, db_comment="BPJS's reason; always given when refused")

    class Meta:
        db_table_comment = "Append-only decisions of BPJS on claims"
        constraints = [
            models.UniqueConstraint(fields=["claim", "reference"], name="claims_decision_reference"),
            models.CheckConstraint(
                condition=Q(approved=True, rupiah__gt=0) | (Q(approved=False, rupiah=0) & ~Q(reason="")),
                name="claims_decision_whole",
            ),
        ]


class Payee(models.Model):
    """Who receives a share: the worker, an heir, a guardian's ward. Need not be a registered worker."""

    claim = models.ForeignKey(
        Claim, models.PROTECT, db_index=False, related_name="payees", db_comment="Of which claim"
    )
    name = models.TextField(db_comment="Name as on the identity card")
    relation = models.TextField(db_comment="self, or a relation of policy's list of heirs")
    share = models.BigIntegerField(db_comment="Share of the benefit in rupiah")
    bank = models.TextField(db_comment="Name of the bank")
    account = models.TextField(db_comment="Account number; masked in every listing")
    minor = models.BooleanField(db_default=False, db_comment="True for a child; then a guardian is named")
    guardian = models.TextField(blank=True, db_comment="Guardian who receives for a minor")

    class Meta:
        db_table_comment = "Payees of claims"
        constraints = [
            models.UniqueConstraint(fields=["claim", "name", "relation"], name="claims_payee_once"),
            models.CheckConstraint(condition=Q(share__gt=0), name="claims_payee_share_positive"),
            models.CheckConstraint(
                condition=Q(minor=False) | ~Q(guardian=""), name="claims_payee_minor_has_guardian"
            ),
        ]


class Payout(models.Model):
    """A payment BPJS made to a payee. Append-only; we record it, we do not order it."""

    payee = models.ForeignKey(Payee, models.PROTECT, related_name="payouts", db_comment="To whom")
    rupiah = models.BigIntegerField(db_comment="Amount")
    paid_on = models.DateField(db_comment="Day BPJS paid")
    booked_on = models.DateField(db_comment="Day it was entered")
    reference = models.TextField(db_comment="BPJS's reference of the payment")

    class Meta:
        db_table_comment = "Append-only payments of BPJS to payees"
        constraints = [
            models.UniqueConstraint(fields=["reference"], name="claims_payout_reference"),
            models.CheckConstraint(condition=Q(rupiah__gt=0), name="claims_payout_positive"),
            models.CheckConstraint(
                condition=Q(booked_on__gte=F("paid_on")), name="claims_payout_not_ahead_of_time"
            ),
        ]
