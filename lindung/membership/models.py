"""Branches of BPJS, batches sent to them, and what they answered about each person."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lindung.accounts.rights import Access


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

    seen = Access("membership.read", ("branch__areas__district",))

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
        ACCEPTED = "accepted", _("diterima")
        REJECTED = "rejected", _("ditolak")

    class Reason(models.TextChoices):
        ALREADY_MEMBER = "already_member", _("sudah menjadi peserta di tempat lain")
        DECEASED = "deceased", _("tercatat meninggal dunia")
        AGE = "age", _("usia di luar ketentuan")
        NIK_UNKNOWN = "nik_unknown", _("NIK tidak ditemukan")
        NAME_DIFFERS = "name_differs", _("nama tidak cocok dengan NIK")
        OTHER = "other", _("alasan lain")

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
    reason_kind = models.TextField(
        db_default="", choices=Reason.choices, db_comment="What BPJS's reason means; empty unless rejected"
    )
    name_said = models.TextField(db_default="", db_comment="Name as BPJS writes it, where it is not the one sent")
    source = models.TextField(db_default="", db_comment="File or letter of the answer")
    answered_on = models.DateField(null=True, db_comment="Day the answer was entered")
    registered_on = models.DateField(null=True, db_comment="Day BPJS registered the person, as it states")
    member_since = models.DateField(null=True, db_comment="First day of membership, as BPJS states")

    seen = Access("membership.read", ("enrolment__district",))

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
    """An answer that differs from the one already kept: for a person to settle with BPJS, once."""

    class Stands(models.TextChoices):
        FIRST = "first", _("jawaban pertama")
        LATER = "later", _("jawaban kemudian")

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
    stands = models.TextField(
        null=True, choices=Stands.choices, db_comment="first or later, as BPJS confirmed; empty: not settled yet"
    )
    settled_on = models.DateField(null=True, db_comment="Day it was settled")
    settled_by = models.TextField(db_default="", db_comment="Actor who settled it")
    settled_note = models.TextField(db_default="", db_comment="On whose word: letter, name, telephone call")

    seen = Access("membership.read", ("registration__enrolment__district",))

    class Meta:
        db_table_comment = "Answers of BPJS that contradict an earlier one"
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "answer", "kpj", "member_since"],
                nulls_distinct=False,
                name="membership_contradiction_once",
            ),
            models.CheckConstraint(
                condition=Q(stands=None, settled_on=None)
                | Q(stands__isnull=False, settled_on__isnull=False) & ~Q(settled_by="") & ~Q(settled_note=""),
                name="membership_contradiction_settled_whole",
            ),
        ]
