"""Funders, programmes and the counters that no verb can overdraw."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lindung.accounts.rights import Access


class Funder(models.Model):
    """A purse: provincial or district budget, village funds, a company, people themselves."""

    class Kind(models.TextChoices):
        PROVINCE = "province", _("APBD provinsi")
        DISTRICT = "district", _("APBD kabupaten/kota")
        VILLAGE = "village", _("dana desa")
        COMPANY = "company", _("CSR perusahaan")
        SELF = "self", _("mandiri")

    code = models.TextField(unique=True, db_comment="Short stable name, e.g. APBD-53")
    name = models.TextField(db_comment="Name as printed")
    kind = models.TextField(choices=Kind.choices, db_comment="province, district, village, company or self")
    region = models.ForeignKey(
        "regions.Region",
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        db_comment="Territory whose money it is; empty for companies and people",
    )

    class Meta:
        db_table_comment = "Who pays premiums"

    def __str__(self) -> str:
        return self.name


class Programme(models.Model):
    """One funder's cover of one group in one year."""

    class Segment(models.TextChoices):
        BPU = "bpu", _("bukan penerima upah")
        WAGE_EARNER = "wage_earner", _("penerima upah")

    code = models.TextField(unique=True, db_comment="Short stable name, e.g. NTT-2025")
    name = models.TextField(db_comment="Name as printed")
    funder = models.ForeignKey(Funder, models.PROTECT, db_index=False, related_name="+", db_comment="Who pays")
    year = models.SmallIntegerField(db_comment="Budget year")
    segment = models.TextField(choices=Segment.choices, db_comment="bpu or wage_earner")
    parts = ArrayField(models.TextField(), db_comment="Insured parts: jkk, jkm, jht")
    cover_from = models.DateField(db_comment="First covered month, as its first day")
    months = models.SmallIntegerField(db_comment="How many months one after another")
    age_from = models.SmallIntegerField(db_comment="Youngest age at the start of cover")
    age_below = models.SmallIntegerField(db_comment="Age at the start that is too old")
    territory = models.ForeignKey(
        "regions.Region", models.PROTECT, db_index=False, related_name="+", db_comment="Where its people live"
    )
    target_groups = ArrayField(models.TextField(), default=list, db_comment="Occupations or groups aimed at")
    proposed_by = models.TextField(db_comment="Actor who set the programme up")

    seen = Access("programmes.read", ("territory",), from_inside=True)

    class Meta:
        db_table_comment = "Programmes of cover"
        constraints = [
            models.CheckConstraint(condition=Q(months__range=(1, 12)), name="programmes_programme_months"),
            models.CheckConstraint(condition=Q(age_from__lt=F("age_below")), name="programmes_programme_age_rule"),
            models.CheckConstraint(condition=Q(cover_from__day=1), name="programmes_programme_first_of_month"),
        ]

    def __str__(self) -> str:
        return self.code


class Rate(models.Model):
    """What one person-month of a programme costs; a snapshot of policy's answer with its source."""

    pk = models.CompositePrimaryKey("programme_id", "month")
    programme = models.ForeignKey(
        Programme, models.PROTECT, db_index=False, related_name="rates", db_comment="Of which programme"
    )
    month = models.DateField(db_comment="First day of the month")
    base = models.BigIntegerField(db_comment="Wage base in rupiah")
    rupiah = models.BigIntegerField(db_comment="Premium of the month, all parts, in rupiah")
    source = models.TextField(db_comment="Article or letter it comes from")
    assumed = models.BooleanField(db_default=False, db_comment="True where no verified tariff is known")

    class Meta:
        db_table_comment = "Premium per programme and month"
        constraints = [
            models.CheckConstraint(condition=Q(rupiah__gt=0), name="programmes_rate_positive"),
            models.CheckConstraint(condition=Q(month__day=1), name="programmes_rate_first_of_month"),
        ]


class Agreement(models.Model):
    """Perjanjian kerja sama (PKS) with BPJS Ketenagakerjaan; it may cover from before it was signed."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="agreements", db_comment="For which")
    number = models.TextField(db_comment="Number of the agreement")
    signed_on = models.DateField(db_comment="Day of signature")
    cover_from = models.DateField(db_comment="First day it covers")
    cover_to = models.DateField(db_comment="Last day it covers")
    backdating_letter = models.TextField(blank=True, db_comment="Letter that allows cover before the signature")

    seen = Access("programmes.read", ("programme__territory",), from_inside=True)

    class Meta:
        db_table_comment = "Agreements (PKS) with BPJS Ketenagakerjaan"
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="programmes_agreement_number"),
            models.CheckConstraint(
                condition=Q(cover_from__lte=F("cover_to")), name="programmes_agreement_in_order"
            ),
            models.CheckConstraint(
                condition=Q(cover_from__gte=F("signed_on")) | ~Q(backdating_letter=""),
                name="programmes_agreement_backdating_needs_letter",
            ),
        ]


class Decree(models.Model):
    """Surat keputusan (SK): gives seats and rupiah, or decides people; a later one amends, none is edited."""

    class Kind(models.TextChoices):
        ALLOCATION = "allocation", _("alokasi kuota dan anggaran")
        DECISION = "decision", _("penetapan peserta")
        AMENDMENT = "amendment", _("perubahan penetapan peserta")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="decrees", db_comment="For which")
    number = models.TextField(db_comment="Number of the decree")
    kind = models.TextField(choices=Kind.choices, db_comment="allocation, decision or amendment")
    signed_on = models.DateField(db_comment="Day of signature")
    signed_by = models.TextField(db_comment="Office that signed")

    seen = Access("programmes.read", ("programme__territory",), from_inside=True)

    class Meta:
        db_table_comment = "Decrees (SK)"
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="programmes_decree_number")]

    def __str__(self) -> str:
        return self.number


class Scan(models.Model):
    """The signed paper of an agreement or a decree as it came. Append-only; kept, never opened here."""

    class Media(models.TextChoices):
        PDF = "application/pdf", "PDF"
        JPEG = "image/jpeg", "JPEG"
        PNG = "image/png", "PNG"

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, db_index=False, related_name="scans", db_comment="Of which agreement"
    )
    decree = models.ForeignKey(
        Decree, models.PROTECT, null=True, db_index=False, related_name="scans", db_comment="Of which decree"
    )
    name = models.TextField(db_comment="File name as it came")
    media = models.TextField(choices=Media.choices, db_comment="What its first bytes say it is")
    sha256 = models.TextField(db_comment="SHA-256 of the bytes, hexadecimal")
    content = models.BinaryField(db_comment="The file as it came")
    received_on = models.DateField(db_comment="Day it was handed in")
    received_by = models.TextField(db_comment="Actor who handed it in")

    class Meta:
        db_table_comment = "Append-only scanned papers of agreements and decrees"
        constraints = [
            models.CheckConstraint(
                condition=Q(agreement__isnull=True) ^ Q(decree__isnull=True), name="programmes_scan_of_one_paper"
            ),
            models.UniqueConstraint(fields=["agreement", "sha256"], name="programmes_scan_agreement_once"),
            models.UniqueConstraint(fields=["decree", "sha256"], name="programmes_scan_decree_once"),
        ]


class Allocation(models.Model):
    """Seats and rupiah given to a region by a decree, taken from the region above. Append-only."""

    class Basis(models.TextChoices):
        PUBLISHED = "published", _("diumumkan")
        ASSUMED = "assumed", _("asumsi")

    decree = models.ForeignKey(Decree, models.PROTECT, related_name="allocations", db_comment="By which decree")
    region = models.ForeignKey(
        "regions.Region", models.PROTECT, db_index=False, related_name="+", db_comment="To which region"
    )
    taken_from = models.ForeignKey(
        "regions.Region",
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        db_comment="From which region's share; empty: new seats from the funder",
    )
    seats = models.IntegerField(db_comment="Seats per month; negative when taken back")
    rupiah = models.BigIntegerField(db_comment="Budget in rupiah; negative when taken back")
    basis = models.TextField(choices=Basis.choices, db_comment="published or assumed")
    booked_on = models.DateField(db_comment="Day it was entered")

    seen = Access("programmes.read", ("region",), from_inside=True)

    class Meta:
        db_table_comment = "Append-only allocations of seats and rupiah"


class Seats(models.Model):
    """Seats of a programme in a region in a month: how many there are, how many are taken."""

    pk = models.CompositePrimaryKey("programme_id", "region_id", "month")
    programme = models.ForeignKey(
        Programme, models.PROTECT, db_index=False, related_name="+", db_comment="Of which programme"
    )
    region = models.ForeignKey(
        "regions.Region", models.PROTECT, db_index=False, related_name="+", db_comment="In which region"
    )
    month = models.DateField(db_comment="First day of the month")
    seats = models.IntegerField(db_comment="Seats of this region itself, without those given on")
    taken = models.IntegerField(db_default=0, db_comment="Person-months that hold a seat")

    seen = Access("programmes.read", ("region",), from_inside=True)

    class Meta:
        db_table_comment = "Counter of seats; proved equal to the ledger by verify"
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__gte=0) & Q(taken__lte=F("seats")), name="programmes_seats_not_exceeded"
            )
        ]


class Budget(models.Model):
    """Rupiah of a programme in a region: given, committed by decrees, held by credits still open."""

    pk = models.CompositePrimaryKey("programme_id", "region_id")
    programme = models.ForeignKey(
        Programme, models.PROTECT, db_index=False, related_name="+", db_comment="Of which programme"
    )
    region = models.ForeignKey(
        "regions.Region", models.PROTECT, db_index=False, related_name="+", db_comment="In which region"
    )
    rupiah = models.BigIntegerField(db_comment="Budget of this region itself, without what was given on")
    committed = models.BigIntegerField(db_default=0, db_comment="Premiums of the months that hold a seat")
    held = models.BigIntegerField(
        db_default=0, db_comment="Premiums billed, then reversed, whose credit BPJS has not granted"
    )

    seen = Access("programmes.read", ("region",), from_inside=True)

    class Meta:
        db_table_comment = "Counter of rupiah; proved equal to ledger and credits by verify"
        constraints = [
            models.CheckConstraint(
                condition=Q(committed__gte=0) & Q(held__gte=0) & Q(committed__lte=F("rupiah") - F("held")),
                name="programmes_budget_not_exceeded",
            )
        ]


class Tally(models.Model):
    """How many stand at a stage, by programme and district: kept by each verb, proved by verify."""

    pk = models.CompositePrimaryKey("programme_id", "district_id", "stage")
    programme = models.ForeignKey(
        Programme, models.PROTECT, db_index=False, related_name="+", db_comment="Of which programme"
    )
    district = models.ForeignKey(
        "regions.Region", models.PROTECT, db_index=False, related_name="+", db_comment="In which district"
    )
    stage = models.TextField(db_comment="Name of the figure, e.g. registered (reports/figures.yaml)")
    value = models.BigIntegerField(db_default=0, db_comment="Its value: rows, persons, person-months or rupiah")

    class Meta:
        db_table_comment = "Running totals behind the figures"


class VillageTally(models.Model):
    """How many people of a village stand at a stage, by programme: for the maps and the way down to the people.

    A person counts for the village in which the list named him, which no nomination changes.
    """

    pk = models.CompositePrimaryKey("programme_id", "village_id", "stage")
    programme = models.ForeignKey(
        Programme, models.PROTECT, db_index=False, related_name="+", db_comment="Of which programme"
    )
    village = models.ForeignKey(
        "regions.Region", models.PROTECT, db_index=False, related_name="+", db_comment="In which village"
    )
    stage = models.TextField(db_comment="Name of the figure, e.g. registered (reports/figures.yaml)")
    value = models.IntegerField(db_comment="People, cards or books")

    class Meta:
        db_table_comment = "Running totals of villages behind the maps"
