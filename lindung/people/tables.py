"""Lists of people."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Count, FloatField, QuerySet, Value, Window
from django.utils.translation import gettext_lazy as _

from lindung.accounts.access import scope
from lindung.people.models import Person
from lindung.people.queries import Asked, living_in, named, numbered, resembling, told
from lindung.regions.queries import Found, search
from lindung.ui.tables import PAGE, Column, Filters, Table

STANDING = {"double": _("tercatat ganda"), "died": _("meninggal dunia")}
MOST_DIGITS = 7  # of a page's number
PLACES = 5  # villages offered for what was asked


class PeopleFilters(Filters):
    q = forms.CharField(
        label=_("NIK, KPJ, nama, desa atau telepon"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "size": 40, "autocomplete": "off", "autofocus": True}),
    )
    wilayah = forms.RegexField(r"^[0-9.]{2,13}$", required=False, widget=forms.HiddenInput)


class People(Table):
    """Who fits the one box of search, the best fit first."""

    name, needs, title = "people", "people.read", _("Cari orang")
    columns = (
        Column("name", _("Nama"), link="web:person"),
        Column("nik", _("NIK"), "masked"),
        Column("birth_date", _("Lahir"), "date"),
        Column("village_name", _("Desa/kelurahan")),
        Column("subdistrict_name", _("Kecamatan")),
        Column("standing", _("Catatan"), words=STANDING),
    )
    filters = PeopleFilters
    orders = {"cocok": ("-score", "name_key", "pk"), "nama": ("name", "pk"), "lahir": ("birth_date", "pk")}
    empty = _("Tidak ada orang yang cocok di wilayah Anda. Periksa ejaan, atau cari dengan NIK di KTP-nya.")
    per_page = 20
    _called_so: list[dict[str, Any]] | None = None  # rows of this page, where somebody is called as was asked
    instead = ""  # place or resembling: what is listed because nobody is called as was asked

    @cached_property
    def asked(self) -> Asked:
        return Asked.read(self._chosen.get("q", ""))

    @cached_property
    def region(self) -> str:
        """The place in which to look: chosen by a link, or named after a comma."""
        if chosen := self._chosen.get("wilayah", ""):
            return str(chosen)
        return self.places[0].code if self.asked.place and self.places else ""

    @cached_property
    def places(self) -> list[Found]:
        """Places of the user's own region that are called like what was asked."""
        text = self.asked.place or self.asked.name
        where = scope(self.user, self.needs)
        if not text or self._chosen.get("wilayah"):
            return []
        within = where.codes[0] if len(where.codes) == 1 else ""
        return [place for place in search(text, within, PLACES * 2) if place.code in where][:PLACES]

    @cached_property
    def page(self) -> Page[Any]:
        found = self.found
        pages = Paginator(self.in_order(found), self.per_page)
        if not self._called_so:
            pages.count = found.count()
            return pages.get_page(self.query.get(PAGE))
        pages.count = self._called_so[0]["total"]
        return Page(self._called_so, self._number, pages)

    def _shown(self, rows: QuerySet[Any]) -> list[dict[str, Any]]:
        """The rows of the page that is asked for, or of the last one, each with the `total` of all.

        By one question: to weigh how alike every name is once more for their number would take twice as long.
        """
        counted = self.in_order(rows.annotate(total=Window(Count("*"))), "total")
        behind = self._number * self.per_page
        found = list(counted[behind - self.per_page : behind])
        if found or self._number == 1:
            return found
        self._number = max(1, -(-rows.count() // self.per_page))
        return self._shown(rows)

    @cached_property
    def _number(self) -> int:
        asked = self.query.get(PAGE, "")
        return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < MOST_DIGITS else 1

    @cached_property
    def _chosen(self) -> dict[str, Any]:
        self.form.is_valid()
        return getattr(self.form, "cleaned_data", {})

    def rows(self) -> QuerySet[Person]:
        return Person.objects.annotate(score=Value(0.0, FloatField()))

    def narrow(self, rows: QuerySet[Person], chosen: dict[str, Any]) -> QuerySet[Person]:
        near = living_in(rows, self.region) if self.region else rows
        if self.asked.number:
            return told(numbered(near, self.asked.number))
        if self.asked.name:
            return self._called(near)
        return told(near if self.region else rows.none())

    def _called(self, near: QuerySet[Person]) -> QuerySet[Person]:
        """Who is called so; else who lives in the place called so; else whose name looks like it."""
        found = told(named(near, self.asked.name))
        self._called_so = self._shown(found)
        if self._called_so:
            return found
        if self.places and not self.region:
            self.instead, self.region = "place", self.places[0].code
            return told(living_in(near, self.region))
        self.instead = "resembling"
        return told(resembling(near, self.asked.name))
