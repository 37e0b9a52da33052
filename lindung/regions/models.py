"""The one table of places."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Concat
from django.db.models.lookups import StartsWith
from django.utils.translation import gettext_lazy as _


class Region(models.Model):
    """A province, district, subdistrict or village; never deleted, only retired."""

    class Kind(models.TextChoices):
        PROVINCE = "province", _("Provinsi")
        DISTRICT = "district", _("Kabupaten/Kota")
        SUBDISTRICT = "subdistrict", _("Kecamatan")
        VILLAGE = "village", _("Desa/Kelurahan")

    code = models.TextField(primary_key=True, db_comment="Code of Kemendagri with points: 53.21.01.2001")
    name = models.TextField(db_comment="Name as Kemendagri writes it")
    name_key = models.TextField(db_comment="Name folded for searching (names.fold)")
    kind = models.TextField(choices=Kind.choices, db_comment="Level of the region")
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="children",
        db_comment="Region one level above; empty for a province",
    )
    latitude = models.FloatField(null=True, db_comment="Degrees north; estimated where `source` says so")
    longitude = models.FloatField(null=True, db_comment="Degrees east; estimated where `source` says so")
    population = models.IntegerField(null=True, db_comment="People living there, where the list states it")
    retired_on = models.DateField(null=True, db_comment="Day the code ceased to be used")
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="predecessors",
        db_comment="Code that took this one's place",
    )
    source = models.TextField(db_comment="List and edition that last changed the row")

    class Meta:
        db_table_comment = "Regions of Indonesia by the codes of Kemendagri"
        ordering = ["code"]
        indexes = [
            models.Index(fields=["parent"], name="regions_region_parent"),
            GinIndex(fields=["name_key"], name="regions_region_name_trgm", opclasses=["gin_trgm_ops"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^\d{2}$", kind="province", parent=None)
                | Q(code__regex=r"^\d{2}\.\d{2}$", kind="district", parent__isnull=False)
                | Q(code__regex=r"^\d{2}\.\d{2}\.\d{2}$", kind="subdistrict", parent__isnull=False)
                | Q(code__regex=r"^\d{2}\.\d{2}\.\d{2}\.\d{4}$", kind="village", parent__isnull=False),
                name="regions_region_code_fits_kind",
            ),
            models.CheckConstraint(
                condition=Q(Q(parent=None) | Q(StartsWith(F("code"), Concat(F("parent"), models.Value("."))))),
                name="regions_region_code_begins_with_parent",
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | (Q(retired_on__isnull=False) & ~Q(successor=F("code"))),
                name="regions_region_successor_of_retired",
            ),
            models.CheckConstraint(condition=~Q(name_key=""), name="regions_region_named"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"
