"""Lists of cards and books, of events, and of what a person must settle."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lindung.distribution.models import Event, HandoverCase, Item
from lindung.ui.tables import Column, Filters, Table

KINDS = {"card": _("Kartu"), "book": _("Buku tabungan")}
STATES = {
    "made": _("Dicetak"),
    "in_transit": _("Dalam perjalanan"),
    "at_place": _("Di tempat pembagian"),
    "missing": _("Belum ditemukan"),
    "handed_over": _("Diserahkan"),
    "returned": _("Dikembalikan"),
}
OCCASIONS = {"handover": _("Penyerahan"), "launch": _("Peluncuran"), "award": _("Penghargaan")}


class ItemFilters(Filters):
    q = forms.CharField(label=_("Nama atau nomor seri"), required=False)
    kind = forms.ChoiceField(label=_("Jenis"), required=False, choices=[("", "–"), *KINDS.items()])
    state = forms.ChoiceField(label=_("Keadaan"), required=False, choices=[("", "–"), *STATES.items()])
    village = forms.CharField(label=_("Kode desa"), required=False)


class Items(Table):
    """Where every card and book is."""

    name, needs, title = "items", "distribution.read", _("Kartu dan buku")
    columns = (
        Column("person__name", _("Nama")),
        Column("kind", _("Jenis"), words=KINDS),
        Column("enrolment__nomination__village__name", _("Desa/kelurahan")),
        Column("state", _("Keadaan"), words=STATES),
        Column("custodian", _("Kantor terakhir")),
        Column("made_on", _("Dicetak"), "date"),
    )
    filters = ItemFilters
    orders = {
        "lama": ("made_on", "pk"),
        "nama": ("person__name", "pk"),
        "desa": ("enrolment__nomination__village__name", "pk"),
    }
    empty = _("Tidak ada kartu atau buku dengan saringan ini.")

    def rows(self) -> QuerySet[Item]:
        return Item.objects.all()

    def narrow(self, rows: QuerySet[Item], chosen: dict[str, Any]) -> QuerySet[Item]:
        if asked := chosen.get("q"):
            rows = rows.filter(Q(person__name__icontains=asked) | Q(serial=asked))
        for field in ("kind", "state"):
            if chosen.get(field):
                rows = rows.filter(**{field: chosen[field]})
        if village := chosen.get("village"):
            rows = rows.filter(enrolment__nomination__village_id=village)
        return rows


class EventFilters(Filters):
    q = forms.CharField(label=_("Nama atau tempat"), required=False)
    kind = forms.ChoiceField(label=_("Jenis"), required=False, choices=[("", "–"), *OCCASIONS.items()])


class Events(Table):
    """Handovers, launches and awards."""

    name, needs, title = "events", "distribution.read", _("Acara penyerahan")
    columns = (
        Column("name", _("Acara"), link="distribution:event"),
        Column("kind", _("Jenis"), words=OCCASIONS),
        Column("place", _("Tempat")),
        Column("region__name", _("Wilayah")),
        Column("held_on", _("Tanggal"), "date"),
    )
    filters = EventFilters
    orders = {"tanggal": ("-held_on", "-pk"), "nama": ("name", "pk")}
    empty = _("Belum ada acara dengan saringan ini.")

    def rows(self) -> QuerySet[Event]:
        return Event.objects.all()

    def narrow(self, rows: QuerySet[Event], chosen: dict[str, Any]) -> QuerySet[Event]:
        if asked := chosen.get("q"):
            rows = rows.filter(Q(name__icontains=asked) | Q(place__icontains=asked))
        return rows.filter(kind=chosen["kind"]) if chosen.get("kind") else rows


class Cases(Table):
    """Acts of phones that could not be recorded, still open."""

    name, needs, title = "handover-cases", "distribution.read", _("Kasus penyerahan")
    columns = (
        Column("item__person__name", _("Nama"), link="distribution:case"),
        Column("item__kind", _("Jenis"), words=KINDS),
        Column("device__officer__name", _("Petugas")),
        Column("message", _("Masalah")),
        Column("opened_on", _("Sejak"), "date"),
    )
    orders = {"sejak": ("opened_on", "pk"), "nama": ("item__person__name", "pk")}
    empty = _("Tidak ada kasus yang menunggu keputusan.")

    def rows(self) -> QuerySet[HandoverCase]:
        return HandoverCase.objects.filter(settled_on=None)
