"""Persons and what is known of them, each fact with its date and source."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lindung.accounts.rights import Access


class Occupation(models.Model):
    """One entry of the standard list `people/data/occupations.yaml`."""

    code = models.TextField(primary_key=True, db_comment="Short name, e.g. nelayan")
    name = models.TextField(db_comment="Indonesian name as printed")
    isco08 = models.TextField(blank=True, db_comment="Group of the International Standard Classification 2008")

    class Meta:
        db_table_comment = "Standard list of occupations"


class Sex(models.TextChoices):
    MALE = "L", _("Laki-laki")
    FEMALE = "P", _("Perempuan")


class Person(models.Model):
    """A human being. Merging is a link to the root; rows that point here are never re-pointed."""

    name = models.TextField(db_comment="Full name as the newest accepted list writes it")
    name_key = models.TextField(db_comment="Name folded for comparing: upper case, letters and single spaces")
    sex = models.CharField(max_length=1, null=True, choices=Sex.choices, db_comment="L or P; empty: not stated")
    birth_date = models.DateField(null=True, db_comment="Declared date of birth")
    birth_place = models.TextField(blank=True, db_comment="Place of birth as declared")
    marital = models.TextField(blank=True, db_comment="Marital status: Belum Kawin, Kawin, Cerai Hidup, Cerai Mati")
    mother_name = models.TextField(blank=True, db_comment="Mother's maiden name, asked by the bank")
    phone = models.TextField(blank=True, db_comment="Telephone as +62…")
    occupation = models.ForeignKey(
        Occupation, models.PROTECT, null=True, db_index=False, related_name="+", db_comment="Main work"
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        db_comment="Root this row is a double of",
    )
    known_on = models.DateField(db_comment="Day the person entered the registry")

    seen = Access("people.read", ("addresses__village",))

    class Meta:
        db_table_comment = "The registry of persons"
        indexes = [
            models.Index(fields=["birth_date", "name_key"], name="people_person_birth_name"),
            models.Index(
                fields=["merged_into"], name="people_person_merged", condition=Q(merged_into__isnull=False)
            ),
            GinIndex(fields=["name_key"], name="people_person_name_trgm", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["phone"], name="people_person_phone", condition=~Q(phone="")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="people_person_not_own_root",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="people_person_named"),
        ]

    def __str__(self) -> str:
        return self.name


class Identifier(models.Model):
    """A number somebody gave a person. At most one person holds a NIK or a KPJ at a time."""

    class Kind(models.TextChoices):
        NIK = "nik", "NIK"
        HOUSEHOLD = "kk", _("Nomor KK")
        KPJ = "kpj", "KPJ"

    class State(models.TextChoices):
        STATED = "stated", _("dinyatakan")
        MATCHED = "matched", _("cocok dengan Dukcapil")
        RETIRED = "retired", _("tidak dipakai lagi")

    pk = models.CompositePrimaryKey("kind", "value", "person_id")
    person = models.ForeignKey(
        Person, models.PROTECT, db_index=False, related_name="identifiers", db_comment="Who holds it"
    )
    kind = models.TextField(choices=Kind.choices, db_comment="nik, kk or kpj")
    value = models.TextField(db_comment="Digits only")
    state = models.TextField(choices=State.choices, db_default=State.STATED, db_comment="How sure it is")
    source = models.TextField(db_comment="Where it comes from: file and row, or an answer of BPJS or Dukcapil")
    since = models.DateField(db_comment="Day it became known")
    retired_on = models.DateField(null=True, db_comment="Day it ceased to be this person's")

    seen = Access("people.read", ("person__addresses__village",))

    class Meta:
        db_table_comment = "Dated identifiers of persons"
        indexes = [models.Index(fields=["person"], name="people_identifier_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["value"],
                condition=Q(kind="nik") & ~Q(state="retired"),
                name="people_identifier_one_holder_of_nik",
            ),
            models.UniqueConstraint(
                fields=["value"],
                condition=Q(kind="kpj") & ~Q(state="retired"),
                name="people_identifier_one_holder_of_kpj",
            ),
            models.CheckConstraint(
                condition=~Q(kind="nik") | Q(value__regex=r"^\d{16}$"), name="people_identifier_nik_16_digits"
            ),
            models.CheckConstraint(
                condition=Q(state="retired") ^ Q(retired_on__isnull=True),
                name="people_identifier_retired_dated",
            ),
        ]


class Address(models.Model):
    """Where a person lives from a date on; the newest row is the present address."""

    pk = models.CompositePrimaryKey("person_id", "since", "source")
    person = models.ForeignKey(
        Person, models.PROTECT, db_index=False, related_name="addresses", db_comment="Who lives there"
    )
    village = models.ForeignKey(
        "regions.Region", models.PROTECT, db_index=False, related_name="+", db_comment="Desa or kelurahan"
    )
    street = models.TextField(blank=True, db_comment="Street or hamlet as declared")
    rt = models.TextField(blank=True, db_comment="Rukun tetangga")
    rw = models.TextField(blank=True, db_comment="Rukun warga")
    since = models.DateField(db_comment="From this day on")
    source = models.TextField(db_comment="Where it comes from")

    seen = Access("people.read", ("village",))

    class Meta:
        db_table_comment = "Dated addresses of persons"
        indexes = [models.Index(fields=["village"], name="people_address_village")]


class Fact(models.Model):
    """A dated fact of life with its source; revoked by a date, never deleted."""

    class Kind(models.TextChoices):
        DIED = "died", _("meninggal dunia")
        MOVED = "moved", _("pindah")
        WAGE_EARNER = "wage_earner", _("menjadi pekerja penerima upah")
        ACTIVE_MEMBER = "active_member", _("sudah peserta aktif BPJS Ketenagakerjaan di luar program")
        WORKING_WELL = "working_well", _("bekerja dan sehat")
        DISABILITY = "disability", _("penyandang disabilitas")
        EXTREME_POOR = "extreme_poor", _("miskin ekstrem")
        DECILE = "dtsen_decile", _("desil DTSEN")

    person = models.ForeignKey(Person, models.PROTECT, db_index=False, related_name="facts", db_comment="Of whom")
    kind = models.TextField(choices=Kind.choices, db_comment="What kind of fact")
    value = models.TextField(
        blank=True,
        db_comment="Decile 1 to 10, ya or tidak, where to or which segment; empty where kind says all",
    )
    on = models.DateField(db_comment="Day it happened or was seen")
    known_on = models.DateField(db_comment="Day it entered the registry")
    source = models.TextField(db_comment="Letter, list or witness")
    revoked_on = models.DateField(null=True, db_comment="Day it was found to be wrong")

    class Meta:
        db_table_comment = "Dated facts of life of persons"
        indexes = [
            models.Index(fields=["person", "kind"], name="people_fact_person_kind"),
            # The few facts that end or bar cover, among the many that every list brings.
            models.Index(
                fields=["person", "kind"],
                condition=Q(kind__in=["died", "moved", "wage_earner", "active_member"], revoked_on__isnull=True),
                name="people_fact_barring",
            ),
        ]


class Heir(models.Model):
    """Somebody a worker named as heir; the law's order stands in policy, not here."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="heirs", db_comment="The worker")
    name = models.TextField(db_comment="Name of the heir")
    relation = models.TextField(db_comment="Relation to the worker, e.g. istri, anak")
    source = models.TextField(db_comment="Where it comes from")
    known_on = models.DateField(db_comment="Day it became known")

    class Meta:
        db_table_comment = "Heirs named by workers"
