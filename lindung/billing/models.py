"""Bills, lines, payments, credits; BPJS's invoices and how they differ. What may change: the migrations."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lindung.accounts.rights import Access


class Bill(models.Model):
    """The premium of one programme at one branch for one to twelve months. Only `paid_on` is yet to come."""

    programme = models.ForeignKey(
        "programmes.Programme", models.PROTECT, related_name="+", db_comment="Of which programme"
    )
    branch = models.ForeignKey(
        "membership.Branch", models.PROTECT, db_index=False, related_name="+", db_comment="Payable to which branch"
    )
    month_from = models.DateField(db_comment="First month it may charge, as its first day")
    month_to = models.DateField(db_comment="Last month it may charge, as its first day")
    issued_on = models.DateField(db_comment="Day BPJS issued the payment code")
    frozen_on = models.DateField(db_comment="Day its lines were fixed")
    payment_code = models.TextField(unique=True, db_comment="Payment code (kode iuran) of BPJS")
    due_on = models.DateField(db_comment="Last day to pay")
    people = models.IntegerField(db_comment="Persons in it")
    rupiah = models.BigIntegerField(db_comment="Sum of its lines in rupiah")
    paid_on = models.DateField(null=True, db_comment="Day its payments reached the sum; empty until then")

    seen = Access("billing.read", ("branch__areas__district",))

    class Meta:
        db_table_comment = "Premium bills, frozen"
        constraints = [
            models.CheckConstraint(condition=Q(people__gt=0, rupiah__gt=0), name="billing_bill_not_empty"),
            models.CheckConstraint(
                condition=Q(month_from__day=1, month_to__day=1, month_from__lte=F("month_to")),
                name="billing_bill_months_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.payment_code


class BillLine(models.Model):
    """One entry of the ledger charged, with person and price as they were. Its key is the entry's: never twice."""

    pk = models.CompositePrimaryKey("person_id", "month", "turn")
    person = models.ForeignKey(
        "people.Person",
        models.PROTECT,
        db_index=False,
        db_constraint=False,
        related_name="+",
        db_comment="Who is covered",
    )
    month = models.DateField(db_comment="First day of the covered month")
    turn = models.SmallIntegerField(db_comment="Turn of the entry; even: odd turns open a credit instead")
    bill = models.ForeignKey(
        Bill, models.PROTECT, db_constraint=False, related_name="lines", db_comment="In which bill"
    )
    enrolment = models.ForeignKey(
        "nominations.Enrolment",
        models.PROTECT,
        db_index=False,
        db_constraint=False,
        related_name="+",
        db_comment="The seat charged",
    )
    nik = models.TextField(db_comment="NIK as BPJS knew it at the freeze")
    name = models.TextField(db_comment="Name at the freeze")
    kpj = models.TextField(db_comment="KPJ at the freeze")
    base = models.BigIntegerField(db_comment="Wage base in rupiah")
    rupiah = models.BigIntegerField(db_comment="Premium in rupiah")

    seen = Access("billing.read", ("enrolment__district",))

    class Meta:
        db_table_comment = "Lines of bills: one person-month each, append-only"
        constraints = [
            models.CheckConstraint(condition=Q(rupiah__gt=0), name="billing_billline_positive"),
        ]


class Payment(models.Model):
    """Money that reached BPJS for a bill, before or since we keep it, or a credit it offset there. Append-only."""

    class Kind(models.TextChoices):
        TRANSFER = "transfer", _("pembayaran")
        OFFSET = "offset", _("perhitungan kredit")
        BROUGHT_FORWARD = "brought_forward", _("saldo awal")

    bill = models.ForeignKey(
        Bill, models.PROTECT, db_index=False, related_name="payments", db_comment="For which bill"
    )
    on = models.DateField(db_comment="Day it was paid")
    rupiah = models.BigIntegerField(db_comment="Amount in rupiah")
    reference = models.TextField(db_comment="Reference of the payment; the same again is the same payment")
    sp2d = models.TextField(blank=True, db_comment="Number of the disbursement order (SP2D)")
    kind = models.TextField(
        choices=Kind.choices, db_comment="transfer, offset of granted credits, or brought forward"
    )

    seen = Access("billing.read", ("bill__branch__areas__district",))

    class Meta:
        db_table_comment = "Payments of bills, append-only"
        constraints = [
            models.UniqueConstraint(fields=["bill", "reference"], name="billing_payment_once"),
            models.CheckConstraint(condition=Q(rupiah__gt=0), name="billing_payment_positive"),
            models.CheckConstraint(condition=~Q(reference=""), name="billing_payment_has_reference"),
        ]


class Credit(models.Model):
    """A billed month that was reversed: rupiah to claim back. Opened by the database with the reversal."""

    class State(models.TextChoices):
        OPEN = "open", _("belum diminta")
        ASKED = "asked", _("diminta")
        OFFSET = "offset", _("diperhitungkan")
        REFUNDED = "refunded", _("dikembalikan")
        REFUSED = "refused", _("ditolak")

    GRANTED = (State.OFFSET, State.REFUNDED)
    UNSETTLED = (State.OPEN, State.ASKED)

    pk = models.CompositePrimaryKey("person_id", "month", "turn")
    person = models.ForeignKey(
        "people.Person",
        models.PROTECT,
        db_index=False,
        db_constraint=False,
        related_name="+",
        db_comment="Who was covered",
    )
    month = models.DateField(db_comment="First day of the month")
    turn = models.SmallIntegerField(db_comment="Turn of the reversal, odd")
    billed_turn = models.GeneratedField(
        expression=F("turn") - 1,
        output_field=models.SmallIntegerField(),
        db_persist=True,
        db_comment="Turn of the billed entry; a foreign key onto its bill line",
    )
    line = models.ForeignObject(
        BillLine,
        models.PROTECT,
        from_fields=("person", "month", "billed_turn"),
        to_fields=("person", "month", "turn"),
        related_name="credits",
    )
    rupiah = models.BigIntegerField(db_comment="Premium of the line in rupiah")
    state = models.TextField(
        choices=State.choices, db_default=State.OPEN, db_comment="open, asked, offset, refunded or refused"
    )
    opened_on = models.DateField(db_comment="Day the reversal was booked")
    asked_on = models.DateField(null=True, db_comment="Day BPJS was asked")
    asked_reference = models.TextField(db_default="", db_comment="Our letter")
    settled_on = models.DateField(null=True, db_comment="Day BPJS's answer was entered")
    settled_reference = models.TextField(db_default="", db_comment="BPJS's letter")
    payment = models.ForeignKey(
        Payment,
        models.PROTECT,
        null=True,
        related_name="credits",
        db_comment="The offset it became part of; only for offset",
    )

    seen = Access("billing.read", ("line__enrolment__district",))

    class Meta:
        db_table_comment = "Credits for billed months that were reversed"
        constraints = [
            models.CheckConstraint(condition=Q(rupiah__gt=0), name="billing_credit_positive"),
            models.CheckConstraint(
                condition=Q(state="open", asked_on=None, settled_on=None)
                | Q(state="asked", asked_on__isnull=False, settled_on=None)
                | Q(state__in=["offset", "refunded", "refused"], asked_on__isnull=False, settled_on__isnull=False),
                name="billing_credit_steps_dated",
            ),
            models.CheckConstraint(
                condition=Q(state="offset") ^ Q(payment=None), name="billing_credit_offset_has_payment"
            ),
        ]


class Surplus(models.Model):
    """Money that reached BPJS beyond a bill: offset on another bill, paid back, or lost. Settled once."""

    class State(models.TextChoices):
        OPEN = "open", _("belum diselesaikan")
        OFFSET = "offset", _("diperhitungkan")
        REFUNDED = "refunded", _("dikembalikan")
        LOST = "lost", _("kerugian")

    bill = models.ForeignKey(
        Bill, models.PROTECT, db_index=False, related_name="surpluses", db_comment="Which bill was overpaid"
    )
    on = models.DateField(db_comment="Day it was paid")
    rupiah = models.BigIntegerField(db_comment="Amount beyond the bill in rupiah")
    reference = models.TextField(db_comment="Reference of the payment it came with")
    state = models.TextField(
        choices=State.choices, db_default=State.OPEN, db_comment="open, offset, refunded or lost"
    )
    settled_on = models.DateField(null=True, db_comment="Day it was settled")
    settled_reference = models.TextField(db_default="", db_comment="Letter or bank reference")
    payment = models.OneToOneField(
        Payment,
        models.PROTECT,
        null=True,
        related_name="surplus",
        db_comment="The offset it became; only for offset",
    )

    seen = Access("billing.read", ("bill__branch__areas__district",))

    class Meta:
        db_table_comment = "Overpayments of bills"
        constraints = [
            models.UniqueConstraint(fields=["bill", "reference"], name="billing_surplus_once"),
            models.CheckConstraint(condition=Q(rupiah__gt=0), name="billing_surplus_positive"),
            models.CheckConstraint(
                condition=Q(state="open", settled_on=None)
                | Q(state__in=["offset", "refunded", "lost"], settled_on__isnull=False) & ~Q(settled_reference=""),
                name="billing_surplus_settled_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="offset") ^ Q(payment=None), name="billing_surplus_offset_has_payment"
            ),
        ]


class Invoice(models.Model):
    """BPJS's own bill with its list of names, compared line by line with ours. Append-only.

    A line that equals ours is not kept again; `lines` = `matched` + those that stand in differences.
    """

    bill = models.ForeignKey(Bill, models.PROTECT, related_name="invoices", db_comment="Which of our bills")
    message = models.OneToOneField(
        "exchange.Message", models.PROTECT, related_name="+", db_comment="The file as it came"
    )
    received_on = models.DateField(db_comment="Day it was entered")
    lines = models.IntegerField(db_comment="Lines on it")
    rupiah = models.BigIntegerField(db_comment="Sum of its lines in rupiah")
    matched = models.IntegerField(db_comment="Lines equal to ours in every respect")

    class Meta:
        db_table_comment = "Invoices of BPJS, append-only"
        constraints = [
            models.CheckConstraint(
                condition=Q(matched__gte=0, matched__lte=F("lines")), name="billing_invoice_matched"
            )
        ]


class Difference(models.Model):
    """One way in which a line of BPJS's invoice and of our bill differ; explained once, with owner and reason."""

    class Kind(models.TextChoices):
        OURS_ONLY = "ours_only", _("ada di tagihan kita, tidak di BPJS")
        THEIRS_ONLY = "theirs_only", _("ada di BPJS, tidak di tagihan kita")
        TWICE = "twice", _("tercantum dua kali di BPJS")
        MONTH = "month", _("bulan berbeda")
        AMOUNT = "amount", _("jumlah iuran berbeda")
        BASE = "base", _("dasar upah berbeda")
        NAME = "name", _("nama berbeda")
        NUMBER = "number", _("NIK atau KPJ berbeda")

    class Owner(models.TextChoices):
        US = "us", _("pemerintah daerah")
        BPJS = "bpjs", "BPJS Ketenagakerjaan"
        BANK = "bank", _("bank")

    pk = models.CompositePrimaryKey("invoice_id", "number")
    invoice = models.ForeignKey(
        Invoice, models.PROTECT, db_index=False, related_name="differences", db_comment="On which invoice"
    )
    number = models.IntegerField(db_comment="Number within the invoice, from 1")
    kind = models.TextField(choices=Kind.choices, db_comment="In which way they differ")
    person = models.ForeignKey(
        "people.Person",
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        db_comment="Whose line of ours; empty where there is none",
    )
    month = models.DateField(null=True, db_comment="Month of our line, else of theirs; empty: unreadable")
    row = models.IntegerField(null=True, db_comment="Row of their file; empty where there is none")
    nik = models.TextField(db_comment="NIK of the line")
    kpj = models.TextField(db_comment="KPJ of the line")
    name = models.TextField(db_default="", db_comment="Name on our line, else on theirs")
    ours = models.TextField(db_comment="What our line says in this respect")
    theirs = models.TextField(db_comment="What their line says")
    rupiah = models.BigIntegerField(db_comment="Theirs less ours in rupiah")
    owner = models.TextField(null=True, choices=Owner.choices, db_comment="Whose it is to mend")
    reason = models.TextField(db_default="", db_comment="Why they differ")
    explained_on = models.DateField(null=True, db_comment="Day it was explained")
    explained_by = models.TextField(db_default="", db_comment="Actor who explained it")

    seen = Access("billing.read", ("invoice__bill__branch__areas__district",))

    class Meta:
        db_table_comment = "Differences between BPJS's invoices and our bills"
        constraints = [
            models.CheckConstraint(
                condition=Q(owner=None, explained_on=None)
                | Q(owner__isnull=False, explained_on__isnull=False) & ~Q(reason="") & ~Q(explained_by=""),
                name="billing_difference_explained_whole",
            )
        ]


class BillClosure(models.Model):
    """A bill is done: paid, compared, every difference explained. The database refuses it before. Append-only."""

    bill = models.OneToOneField(
        Bill, models.PROTECT, primary_key=True, related_name="closure", db_comment="Which bill"
    )
    invoice = models.ForeignKey(
        Invoice, models.PROTECT, db_index=False, related_name="+", db_comment="The invoice it was held against"
    )
    closed_on = models.DateField(db_comment="Day it was closed")
    closed_by = models.TextField(db_comment="Actor who closed it")

    class Meta:
        db_table_comment = "Closed bills, append-only"


class OutsideTotal(models.Model):
    """A total stated outside, e.g. BPJS's members of a funder in a month. `verify` fails while ours differs."""

    class Measure(models.TextChoices):
        MEMBERS = "members", _("peserta terdaftar")
        BILLED = "billed", _("iuran ditagih")
        PAID = "paid", _("iuran dibayar")

    funder = models.ForeignKey("programmes.Funder", models.PROTECT, related_name="+", db_comment="Of which funder")
    month = models.DateField(db_comment="For which covered month, as its first day")
    measure = models.TextField(choices=Measure.choices, db_comment="members: people; billed, paid: rupiah")
    value = models.BigIntegerField(db_comment="The total as stated")
    as_of = models.DateField(db_comment="Day the statement speaks of")
    source = models.TextField(db_comment="Who stated it: letter, report")
    stated_on = models.DateField(db_comment="Day it was entered")
    withdrawn_on = models.DateField(null=True, db_comment="Day it was withdrawn as wrong")
    withdrawn_reason = models.TextField(db_default="", db_comment="Why it was withdrawn")

    seen = Access("billing.read", ("funder__region",))

    class Meta:
        db_table_comment = "Totals stated by others, held against ours"
        constraints = [
            models.UniqueConstraint(
                fields=["funder", "month", "measure", "as_of", "source"],
                condition=Q(withdrawn_on=None),
                name="billing_outsidetotal_once",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="billing_outsidetotal_first_of_month"),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) ^ ~Q(withdrawn_reason=""), name="billing_outsidetotal_withdrawn_why"
            ),
        ]
