"""Banks, consent, requests for accounts and the accounts the bank opened."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lindung.accounts.rights import Access


class Bank(models.Model):
    """A bank that opens savings accounts for people of a programme."""

    code = models.TextField(unique=True, db_comment="Short stable name, e.g. BANK-NTT")
    name = models.TextField(db_comment="Name as printed")

    class Meta:
        db_table_comment = "Banks"

    def __str__(self) -> str:
        return self.name


class Consent(models.Model):
    """What a person said about opening an account. Append-only; the newest word stands, a no before a yes."""

    pk = models.CompositePrimaryKey("person_id", "on", "source")
    person = models.ForeignKey(
        "people.Person", models.PROTECT, db_index=False, related_name="+", db_comment="Who was asked"
    )
    on = models.DateField(db_comment="Day it was said")
    source = models.TextField(db_comment="List, form or letter it stands in")
    given = models.BooleanField(db_comment="True: open an account; false: do not")

    class Meta:
        db_table_comment = "Append-only consent to opening an account"


class AccountRequest(models.Model):
    """One account asked of one bank for one person, and how the bank answered."""

    class State(models.TextChoices):
        ASKED = "asked", "diminta"
        OPENED = "opened", "dibuka"
        REFUSED = "refused", "ditolak bank"

    enrolment = models.ForeignKey(
        "nominations.Enrolment",
        models.PROTECT,
        db_index=False,
        related_name="+",
        db_comment="The seat it was asked for; programme and district it counts for",
    )
    person = models.ForeignKey(
        "people.Person", models.PROTECT, db_index=False, related_name="+", db_comment="For whom"
    )
    bank = models.ForeignKey(
        Bank, models.PROTECT, db_index=False, related_name="requests", db_comment="Of which bank"
    )
    nik = models.TextField(db_comment="NIK as it was sent; the bank answers by it")
    asked_on = models.DateField(db_comment="Day it was asked")
    state = models.TextField(choices=State.choices, db_default=State.ASKED, db_comment="asked, opened or refused")
    answered_on = models.DateField(null=True, db_comment="Day the bank's answer was entered")
    source = models.TextField(blank=True, db_default="", db_comment="The bank's letter or file with the answer")
    reason = models.TextField(blank=True, db_default="", db_comment="The bank's reason for refusing")

    seen = Access("banking.read", ("enrolment__district",))

    class Meta:
        db_table_comment = "Accounts asked of banks"
        indexes = [models.Index(fields=["bank", "nik"], name="banking_request_nik")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "bank"], condition=~Q(state="refused"), name="banking_request_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(state="asked") ^ Q(answered_on__isnull=False), name="banking_request_answer_dated"
            ),
            models.CheckConstraint(
                condition=Q(state="refused") ^ Q(reason=""), name="banking_request_refusal_has_reason"
            ),
        ]


class Account(models.Model):
    """A savings account. The bank's word: added when it says so, never changed here."""

    person = models.ForeignKey(
        "people.Person", models.PROTECT, db_index=False, related_name="+", db_comment="Whose account"
    )
    bank = models.ForeignKey(
        Bank, models.PROTECT, db_index=False, related_name="accounts", db_comment="At which bank"
    )
    number = models.TextField(db_comment="Account number; masked in every listing")
    branch = models.TextField(db_comment="Branch of the bank that keeps it")
    opened_on = models.DateField(db_comment="Day the bank's answer was entered")
    opened_for = models.OneToOneField(
        "nominations.Enrolment",
        models.PROTECT,
        related_name="+",
        db_comment="The seat it was opened for; programme and district it counts for",
    )
    source = models.TextField(db_comment="The bank's letter or file")

    class Meta:
        db_table_comment = "Append-only savings accounts of persons"
        constraints = [
            models.UniqueConstraint(fields=["bank", "number"], name="banking_account_number"),
            models.UniqueConstraint(fields=["person", "bank"], name="banking_account_one_per_bank"),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9]{6,20}$"), name="banking_account_number_is_digits"
            ),
        ]


class Contradiction(models.Model):
    """A line of the bank's answer that could not be taken, for a person to settle with the bank. Append-only."""

    pk = models.CompositePrimaryKey("bank_id", "source", "line")
    bank = models.ForeignKey(
        Bank, models.PROTECT, db_index=False, related_name="contradictions", db_comment="Which bank"
    )
    source = models.TextField(db_comment="The bank's letter or file")
    line = models.IntegerField(db_comment="Line within it, from 1")
    found_on = models.DateField(db_comment="Day it was entered")
    code = models.TextField(db_comment="Code of the kind of problem")
    value = models.TextField(db_comment="NIK as the bank wrote it, masked")
    message = models.TextField(db_comment="What is wrong, in Indonesian")

    class Meta:
        db_table_comment = "Append-only lines of banks' answers that contradict what is kept"
