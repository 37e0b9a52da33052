"""Lists of nominations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import Case, CharField, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from lindung.accounts.access import scope
from lindung.nominations.models import Nomination
from lindung.people.models import Identifier
from lindung.programmes.tables import OfProgramme
from lindung.regions.models import Region
from lindung.ui.tables import Column, Filters, Table

STANDINGS = {
    "proposed": _("diusulkan"),
    "refused": _("tidak lulus"),
    "verified": _("lulus verifikasi"),
    "reserve": _("cadangan"),
    "decided": _("ditetapkan"),
}
STANDING = Case(
    When(decided_on__isnull=False, then=Value("decided")),
    When(refused_on__isnull=False, then=Value("refused")),
    When(ranked_on__isnull=False, then=Value("reserve")),
    When(verified_on__isnull=False, then=Value("verified")),
    default=Value("proposed"),
    output_field=CharField(),
)
WHERE = {
    "decided": Q(decided_on__isnull=False),
    "refused": Q(decided_on=None, refused_on__isnull=False),
    "reserve": Q(decided_on=None, refused_on=None, ranked_on__isnull=False),
    "verified": Q(decided_on=None, refused_on=None, ranked_on=None, verified_on__isnull=False),
    "proposed": Q(decided_on=None, refused_on=None, ranked_on=None, verified_on=None),
}


def nik_of(person: str) -> QuerySet[Identifier]:
    """The NIK in force of the person at this path, for a Subquery."""
    held = Identifier.objects.filter(person=OuterRef(person), kind=Identifier.Kind.NIK)
    held = held.exclude(state=Identifier.State.RETIRED)
    return held.values("person").annotate(nik=Max("value")).values("nik")  # type: ignore[return-value]


class RegionFilters(OfProgramme):
    """Programme and a region of one's own."""

    capability = "nominations.read"
    wilayah = forms.ModelChoiceField(label=_("Wilayah"), queryset=Region.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = scope(self.user, self.capability).codes
        inside = Region.objects.filter(Q(parent__in=codes) | Q(code__in=codes), retired_on=None)
        self.fields["wilayah"].queryset = inside.order_by("code")  # type: ignore[attr-defined]


class NominationFilters(RegionFilters):
    tahap = forms.ChoiceField(label=_("Tahap"), required=False, choices=[("", "–"), *STANDINGS.items()])
    q = forms.CharField(label=_("Nama"), required=False)


class Nominations(Table):
    """Who is proposed, how far each has come, through whose hands."""

    name, needs, title = "nominations", "nominations.read", _("Usulan")
    columns: ClassVar[Sequence[Column]] = (
        Column("rank", _("Urutan"), "number"),
        Column("person__name", _("Nama"), link="nominations:nomination"),
        Column("nik", _("NIK"), "masked"),
        Column("village__name", _("Desa")),
        Column("programme__code", _("Program")),
        Column("standing", _("Tahap"), words=STANDINGS),
        Column("proposed_by", _("Pengusul")),
        Column("verified_by", _("Pemeriksa")),
    )
    filters: ClassVar[type[Filters]] = NominationFilters
    orders = {
        "usulan": ("pk",),
        "urutan": ("rank", "pk"),
        "nama": ("person__name", "pk"),
        "desa": ("village__name", "pk"),
    }
    empty = _("Tidak ada usulan dengan saringan ini. Unggah daftar dari desa, atau longgarkan saringannya.")

    def rows(self) -> QuerySet[Nomination]:
        return Nomination.objects.filter(withdrawn_on=None).annotate(
            standing=STANDING, nik=Subquery(nik_of("person_id"))
        )

    def narrow(self, rows: QuerySet[Nomination], chosen: dict[str, Any]) -> QuerySet[Nomination]:
        if programme := chosen.get("program"):
            rows = rows.filter(programme=programme)
        if region := chosen.get("wilayah"):
            rows = rows.filter(Q(village=region) | Q(village__code__startswith=f"{region.pk}."))
        if standing := chosen.get("tahap"):
            rows = rows.filter(WHERE[standing])
        return rows.filter(person__name__icontains=chosen["q"]) if chosen.get("q") else rows


class Waiting(Nominations):
    """Who waits to be verified in one programme and district; the latest result of each check."""

    name, title = "waiting", _("Menunggu verifikasi")
    columns = (
        Column("person__name", _("Nama"), link="nominations:nomination"),
        Column("nik", _("NIK"), "masked"),
        Column("person__birth_date", _("Lahir"), "date"),
        Column("person__occupation__name", _("Pekerjaan")),
        Column("village__name", _("Desa")),
        Column("proposed_by", _("Pengusul")),
    )
    filters = Filters
    orders = {"desa": ("village__name", "person__name", "pk"), "nama": ("person__name", "pk")}
    empty = _("Semua usulan sudah diperiksa.")

    def rows(self) -> QuerySet[Nomination]:
        rows = super().rows().filter(WHERE["proposed"])
        return rows.filter(programme=self.of("program"), district=self.query.get("kabupaten", ""))
