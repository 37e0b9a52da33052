"""Branches of BPJS, batches sent to them, and what they answered about each person."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Branch(models.Model):
    """A branch office of BPJS Ketenagakerjaan."""

    code = models.TextField(primary_key=True, db_comment="Short stable name, e.g. atambua")
    name = models.TextField(db_comment="Name as printed")

    class Meta:
        db_table_comment = "Branches of BPJS Ketenagakerjaan"

    def __str__(self) -> str:
        return self.name


class BranchArea(models.Model):
    """The branch that serves a district; each district has one."""

    district = models.OneToOneField(
        "regions.Region",
        models.PROTECT,
        primary_key=True,
        related_name="+",
        db_comment="Which district",
    )
    branch = models.ForeignKey(
        Branch, models.PROTECT, db_index=False, related_name="areas", db_comment="Served by which branch"
    )

    class Meta:
        db_table_comment = "Districts served by a branch"


class Batch(models.Model):
    """People of one programme sent to one branch on one day, in one group account (wadah)."""

    programme = models.ForeignKey(
        "programmes.Programme", models.PROTECT, related_name="+", db_comment="Of which programme"
    )
    branch = models.ForeignKey(
        Branch, models.PROTECT, db_index=False, related_name="batches", db_comment="To which branch"
    )
    wadah = models.TextField(db_comment="Code of the group account at BPJS: SG, SA, SD …")
    member_since = models.DateField(db_comment="First day of membership asked for")
    sent_on = models.DateField(db_comment="Day it was sent")
    people = models.IntegerField(db_comment="Persons in it")

    class Meta:
        db_table_comment = "Batches of people sent to BPJS for registration"
        constraints = [
            models.CheckConstraint(condition=Q(people__gt=0), name="membership_batch_not_empty"),
            models.CheckConstraint(condition=~Q(wadah=""), name="membership_batch_has_wadah"),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id}/{self.branch_id}/{self.pk}"


class Registration(models.Model):
    """One enrolment sent to BPJS and what BPJS answered. An answer once given is never changed (migration 0002)."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", "diterima"
        REJECTED = "rejected", "ditolak"

    enrolment = models.OneToOneField(
        "nominations.Enrolment",
        models.PROTECT,
        primary_key=True,
        related_name="+",
        db_comment="Whose registration; once for each seat held",
    )
    batch = models.ForeignKey(
        Batch, models.PROTECT, db_index=False, related_name="registrations", db_comment="Sent in which batch"
    )
    nik = models.TextField(db_comment="NIK as it was sent; BPJS answers by it")
    answer = models.TextField(
        null=True, choices=Answer.choices, db_comment="accepted or rejected; empty until BPJS answers"
    )
    kpj = models.TextField(db_default="", db_comment="Number BPJS gave, 11 digits; empty unless accepted")
    reason_code = models.TextField(db_default="", db_comment="Code of BPJS's reason of refusal")
    reason = models.TextField(db_default="", db_comment="BPJS's reason of refusal in its words")
    source = models.TextField(db_default="", db_comment="File or letter of the answer")
    answered_on = models.DateField(null=True, db_comment="Day the answer was entered")
    registered_on = models.DateField(null=True, db_comment="Day BPJS registered the person, as it states")
    member_since = models.DateField(null=True, db_comment="First day of membership, as BPJS states")

    class Meta:
        db_table_comment = "Registrations at BPJS: sent, accepted or rejected"
        constraints = [
            models.UniqueConstraint(fields=["batch", "nik"], name="membership_registration_sent_once"),
            models.CheckConstraint(
                condition=Q(answer__isnull=True, answered_on=None, kpj="")
                | Q(
                    answer="accepted",
                    answered_on__isnull=False,
                    registered_on__isnull=False,
                    member_since__isnull=False,
                    kpj__regex=r"^[0-9]{11}$",
                )
                | Q(answer="rejected", answered_on__isnull=False, registered_on=None, member_since=None, kpj=""),
                name="membership_registration_answer_whole",
            ),
        ]


class Contradiction(models.Model):
    """An answer that differs from the one already kept: for a person to settle with BPJS. Append-only."""

    registration = models.ForeignKey(
        Registration,
        models.PROTECT,
        db_index=False,
        related_name="contradictions",
        db_comment="Of which registration",
    )
    answer = models.TextField(choices=Registration.Answer.choices, db_comment="What the later answer says")
    kpj = models.TextField(db_comment="KPJ of the later answer")
    member_since = models.DateField(null=True, db_comment="First day of membership in the later answer")
    reason_code = models.TextField(db_comment="Code of the later reason")
    reason = models.TextField(db_comment="Words of the later reason")
    source = models.TextField(db_comment="File or letter of the later answer")
    received_on = models.DateField(db_comment="Day it was entered")

    class Meta:
        db_table_comment = "Answers of BPJS that contradict an earlier one"
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "answer", "kpj", "member_since"],
                nulls_distinct=False,
                name="membership_contradiction_once",
            )
        ]
