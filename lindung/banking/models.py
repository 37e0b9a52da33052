"""Banks, consent, accounts asked and opened; statements of banks and payments ordered of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

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


class AccountBatch(models.Model):
    """Accounts asked of one bank for people of one programme in one act."""

    bank = models.ForeignKey(
        Bank, models.PROTECT, db_index=False, related_name="batches", db_comment="Of which bank"
    )
    programme = models.ForeignKey(
        "programmes.Programme", models.PROTECT, db_index=False, related_name="+", db_comment="Whose people"
    )
    region = models.ForeignKey(
        "regions.Region",
        models.PROTECT,
        db_index=False,
        related_name="+",
        db_comment="District it was asked for, or the programme's whole territory",
    )
    asked_on = models.DateField(db_comment="Day it was asked")
    asked_by = models.TextField(db_comment="Actor who asked")
    people = models.IntegerField(db_comment="How many people are in it")

    seen = Access("banking.read", ("region",), from_inside=True)

    class Meta:
        db_table_comment = "Batches of accounts asked of banks"
        constraints = [models.CheckConstraint(condition=Q(people__gt=0), name="banking_batch_not_empty")]

    def __str__(self) -> str:
        return f"{self.bank} {self.pk}"


class AccountRequest(models.Model):
    """One account asked of one bank for one person, and how the bank answered."""

    class State(models.TextChoices):
        ASKED = "asked", _("diminta")
        OPENED = "opened", _("dibuka")
        REFUSED = "refused", _("ditolak bank")

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
    batch = models.ForeignKey(
        AccountBatch,
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="requests",
        db_comment="In which batch it was asked; empty: brought forward with its account",
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
        indexes = [
            models.Index(fields=["bank", "nik"], name="banking_request_nik"),
            models.Index(fields=["batch", "state"], name="banking_request_batch"),
            models.Index(fields=["person"], name="banking_request_person"),
        ]
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
    """A line of the bank's answer that could not be taken, for a person to settle with the bank, once."""

    class Settled(models.TextChoices):
        TAKEN = "taken", "dipakai"
        DROPPED = "dropped", "tidak dipakai"

    bank = models.ForeignKey(
        Bank, models.PROTECT, db_index=False, related_name="contradictions", db_comment="Which bank"
    )
    source = models.TextField(db_comment="The bank's letter or file")
    line = models.IntegerField(db_comment="Line within it, from 1")
    found_on = models.DateField(db_comment="Day it was entered")
    code = models.TextField(db_comment="Code of the kind of problem")
    value = models.TextField(db_comment="NIK as the bank wrote it, masked")
    message = models.TextField(db_comment="What is wrong, in Indonesian")
    request = models.ForeignKey(
        AccountRequest,
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="contradictions",
        db_comment="The request it answers; empty: nobody was asked for under this NIK",
    )
    name = models.TextField(db_default="", db_comment="Name as the bank wrote it")
    number = models.TextField(db_default="", db_comment="Account number as the bank wrote it; masked in listings")
    branch = models.TextField(db_default="", db_comment="Branch as the bank wrote it")
    settled = models.TextField(
        null=True, choices=Settled.choices, db_comment="taken or dropped; empty: not settled yet"
    )
    settled_on = models.DateField(null=True, db_comment="Day it was settled")
    settled_by = models.TextField(db_default="", db_comment="Actor who settled it")
    settled_note = models.TextField(db_default="", db_comment="On whose word: letter, name, telephone call")

    seen = Access("banking.read", ("request__enrolment__district",))

    class Meta:
        db_table_comment = "Lines of banks' answers that contradict what is kept"
        indexes = [models.Index(fields=["request"], name="banking_contradiction_request")]
        constraints = [
            models.UniqueConstraint(fields=["bank", "source", "line"], name="banking_contradiction_once"),
            models.CheckConstraint(
                condition=Q(settled=None, settled_on=None)
                | Q(settled__isnull=False, settled_on__isnull=False) & ~Q(settled_by="") & ~Q(settled_note=""),
                name="banking_contradiction_settled_whole",
            ),
        ]


class Statement(models.Model):
    """One statement of an account of ours, whole: opening and entries make the closing. Append-only."""

    bank = models.ForeignKey(
        Bank, models.PROTECT, db_index=False, related_name="statements", db_comment="Which bank"
    )
    message = models.OneToOneField(
        "exchange.Message", models.PROTECT, related_name="+", db_comment="The file as it came"
    )
    funder = models.ForeignKey(
        "programmes.Funder",
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        db_comment="Whose account it is; empty: not said",
    )
    account = models.TextField(db_comment="Number of our account; masked in every listing")
    entered_on = models.DateField(db_comment="Day it was entered")
    opening = models.BigIntegerField(null=True, db_comment="Balance before, in rupiah; empty: not stated")
    closing = models.BigIntegerField(null=True, db_comment="Balance after, in rupiah; empty: not stated")

    seen = Access("banking.money.read", ("funder__region",))

    class Meta:
        db_table_comment = "Bank statements, append-only"


class StatementEntry(models.Model):
    """One movement on an account of ours, once, however many statements show it."""

    statement = models.ForeignKey(
        Statement, models.PROTECT, related_name="entries", db_comment="The first statement that showed it"
    )
    bank = models.ForeignKey(Bank, models.PROTECT, db_index=False, related_name="+", db_comment="Which bank")
    account = models.TextField(db_comment="Number of our account")
    on = models.DateField(db_comment="Day of booking")
    rupiah = models.BigIntegerField(db_comment="Amount in rupiah; negative when it left the account")
    reference = models.TextField(db_comment="The bank's reference")
    place = models.IntegerField(db_comment="Which of several equal movements of the day, from 1")
    text = models.TextField(db_comment="What the bank writes about it")
    end_to_end = models.TextField(db_comment="Our own reference of the payment, where the bank repeats it")
    payment = models.OneToOneField(
        "billing.Payment", models.PROTECT, null=True, related_name="+", db_comment="The premium payment it is"
    )
    transfer = models.ForeignKey(
        "Transfer", models.PROTECT, null=True, related_name="entries", db_comment="The transfer it settles"
    )
    explained_on = models.DateField(null=True, db_comment="Day somebody said what it is; empty: nobody did")
    explained_by = models.TextField(db_default="", db_comment="Actor who said it")
    explanation = models.TextField(
        db_default="", db_comment="What it is, where it is neither a premium nor a transfer of ours"
    )

    seen = Access("banking.money.read", ("statement__funder__region",))

    class Meta:
        db_table_comment = "Movements on our accounts"
        indexes = [
            models.Index(
                fields=["statement"],
                condition=Q(payment=None, transfer=None, explained_on=None),
                name="banking_entry_unmatched",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["bank", "account", "on", "rupiah", "reference", "place"], name="banking_entry_once"
            ),
            models.CheckConstraint(condition=~Q(rupiah=0), name="banking_entry_moves"),
            models.CheckConstraint(condition=Q(payment=None) | Q(transfer=None), name="banking_entry_is_one_thing"),
            models.CheckConstraint(
                condition=Q(explained_on=None, explained_by="", explanation="")
                | Q(explained_on__isnull=False) & ~Q(explained_by="") & ~Q(explanation=""),
                name="banking_entry_explained_whole",
            ),
        ]


class PaymentOrder(models.Model):
    """A government unit orders its bank to pay people: assistance, or money back. Append-only."""

    class Kind(models.TextChoices):
        ASSISTANCE = "assistance", _("bantuan")
        REFUND = "refund", _("pengembalian")

    reference = models.TextField(unique=True, db_comment="Number of the order; message id of pain.001")
    payer = models.ForeignKey(
        "programmes.Funder", models.PROTECT, db_index=False, related_name="+", db_comment="Whose money it is"
    )
    bank = models.ForeignKey(
        Bank, models.PROTECT, db_index=False, related_name="orders", db_comment="Which bank is to pay"
    )
    kind = models.TextField(choices=Kind.choices, db_comment="assistance or refund")
    purpose = models.TextField(db_comment="What is paid; each person gets it once from this payer")
    debit_account = models.TextField(db_comment="Account of the payer that is debited")
    execute_on = models.DateField(db_comment="Day the bank is to pay")
    ordered_on = models.DateField(db_comment="Day it was ordered")
    ordered_by = models.TextField(db_comment="Actor who ordered it")
    transfers_ordered = models.IntegerField(db_comment="How many transfers it has")
    rupiah = models.BigIntegerField(db_comment="Sum of its transfers in rupiah")

    seen = Access("banking.money.read", ("payer__region",))

    class Meta:
        db_table_comment = "Orders to pay people, append-only"
        constraints = [
            models.CheckConstraint(
                condition=Q(transfers_ordered__gt=0, rupiah__gt=0), name="banking_order_not_empty"
            ),
            models.CheckConstraint(condition=~Q(purpose=""), name="banking_order_has_purpose"),
        ]


class Transfer(models.Model):
    """One person's payment of an order: ordered, then paid, rejected or in dispute."""

    class State(models.TextChoices):
        ORDERED = "ordered", _("diperintahkan")
        PAID = "paid", _("dibayar")
        REJECTED = "rejected", _("ditolak bank")
        DISPUTED = "disputed", _("sengketa")

    order = models.ForeignKey(PaymentOrder, models.PROTECT, related_name="transfers", db_comment="By which order")
    reference = models.TextField(unique=True, db_comment="End-to-end reference the bank repeats")
    payer = models.ForeignKey(
        "programmes.Funder",
        models.PROTECT,
        db_index=False,
        related_name="+",
        db_comment="As the order",
    )
    purpose = models.TextField(db_comment="What is paid, as the order")
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", db_comment="Who is paid, the root of a merge"
    )
    account = models.ForeignKey(
        Account, models.PROTECT, db_index=False, related_name="+", db_comment="To which account"
    )
    name = models.TextField(db_comment="Name as ordered")
    rupiah = models.BigIntegerField(db_comment="Amount in rupiah")
    state = models.TextField(
        choices=State.choices, db_default=State.ORDERED, db_comment="ordered, paid, rejected or disputed"
    )
    reason = models.TextField(db_default="", db_comment="The bank's reason, or how a dispute ended")
    settled_on = models.DateField(null=True, db_comment="Day of the newest answer")
    source = models.TextField(db_default="", db_comment="File of the newest answer")

    seen = Access("banking.money.read", ("payer__region",))

    class Meta:
        db_table_comment = "Payments to people ordered of banks"
        constraints = [
            models.UniqueConstraint(
                fields=["payer", "purpose", "person"],
                condition=~Q(state="rejected"),
                name="banking_transfer_never_twice",
            ),
            models.CheckConstraint(condition=Q(rupiah__gt=0), name="banking_transfer_positive"),
            models.CheckConstraint(
                condition=Q(state="ordered") ^ Q(settled_on__isnull=False), name="banking_transfer_settled_dated"
            ),
        ]
