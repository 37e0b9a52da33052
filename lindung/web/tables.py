"""Lists that cross rooms."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lindung.accounts.models import Role
from lindung.accounts.rights import RoleName
from lindung.audit.models import Act
from lindung.ui.tables import Column, Filters, Table


class OfficerFilters(Filters):
    q = forms.CharField(label=_("Nama"), required=False)
    role = forms.ChoiceField(label=_("Peran"), required=False, choices=[("", "–"), *RoleName.choices])


class Officers(Table):
    """Who holds which role where: one row per role."""

    name, needs, title = "officers", "accounts.read", _("Petugas dan peran")
    columns = (
        Column("user__name", _("Nama"), link="web:officer", link_key="user_id"),
        Column("user__username", _("Nama pengguna")),
        Column("name", _("Peran"), words=dict(RoleName.choices)),
        Column("region__name", _("Wilayah")),
        Column("since", _("Sejak"), "date"),
        Column("until", _("Sampai"), "date"),
    )
    filters = OfficerFilters
    orders = {"nama": ("user__name", "pk"), "peran": ("name", "region_id", "pk"), "sejak": ("since", "pk")}
    empty = _("Belum ada petugas dengan saringan ini.")

    def rows(self) -> QuerySet[Role]:
        return Role.objects.all()

    def narrow(self, rows: QuerySet[Role], chosen: dict[str, Any]) -> QuerySet[Role]:
        if asked := chosen.get("q"):
            rows = rows.filter(Q(user__name__icontains=asked) | Q(user__username__icontains=asked))
        return rows.filter(name=chosen["role"]) if chosen.get("role") else rows


class ActWords(dict[str, str]):
    """The words for an act in the language of the page; an act without any keeps its code."""

    def get(self, code: str, default: str = "") -> str:  # type: ignore[override]
        found = _acts().get(code)
        return found[get_language() != settings.LANGUAGE_CODE] if found else default


@cache
def _acts() -> dict[str, list[str]]:
    """Code of an act → its words in Indonesian and in English."""
    return dict(yaml.safe_load(files("lindung.web").joinpath("data/acts.yaml").read_text(encoding="utf-8")))


class ActFilters(Filters):
    q = forms.CharField(label=_("Siapa atau apa"), required=False)
    since = forms.DateField(
        label=_("Sejak tanggal"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class Acts(Table):
    """Every act of every actor, the newest first."""

    name, needs, title = "acts", "audit.read", _("Catatan tindakan")
    columns = (
        Column("at", _("Dicatat"), "time"),
        Column("on", _("Berlaku"), "date"),
        Column("actor_name", _("Siapa")),
        Column("verb", _("Tindakan"), words=ActWords()),
        Column("subject", _("Terhadap")),
        Column("reason", _("Alasan")),
    )
    filters = ActFilters
    orders = {"terbaru": ("-at", "-pk"), "terlama": ("at", "pk"), "siapa": ("actor_name", "pk")}
    empty = _("Tidak ada tindakan dengan saringan ini.")

    def rows(self) -> QuerySet[Act]:
        return Act.objects.all()

    def narrow(self, rows: QuerySet[Act], chosen: dict[str, Any]) -> QuerySet[Act]:
        if asked := chosen.get("q"):
            words = Q(actor_name__icontains=asked) | Q(verb__icontains=asked) | Q(subject__icontains=asked)
            rows = rows.filter(words)
        return rows.filter(on__gte=chosen["since"]) if chosen.get("since") else rows
