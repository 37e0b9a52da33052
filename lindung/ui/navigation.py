"""The menu as data: where a page's URL exists and the person has the capability, its entry shows."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lindung.accounts.access import has


class Entry(NamedTuple):
    """A link of the menu: its words, the name of its URL and the capability the page declares."""

    label: str | Promise
    url: str
    needs: str


class Link(NamedTuple):
    """An entry as the page shows it."""

    label: str | Promise
    href: str
    current: bool


MENU: dict[str | Promise, tuple[Entry, ...]] = {
    _("Hari ini"): (
        Entry(_("Beranda"), "web:home", "figures.read"),
        Entry(_("Cari orang"), "people:search", "people.read"),
    ),
    _("Daftar masuk"): (
        Entry(_("Berkas"), "intake:files", "intake.read"),
        Entry(_("Data ganda"), "web:doubles", "matching.read"),
        Entry(_("Usulan"), "nominations:list", "nominations.read"),
    ),
    _("Program"): (
        Entry(_("Program dan kuota"), "programmes:list", "programmes.read"),
        Entry(_("Penetapan"), "coverage:decisions", "coverage.read"),
    ),
    _("BPJS dan bank"): (
        Entry(_("Pendaftaran BPJS"), "membership:batches", "membership.read"),
        Entry(_("Kepesertaan dan alarm"), "billing:standing", "membership.read"),
        Entry(_("Tagihan iuran"), "billing:bills", "billing.read"),
        Entry(_("Rekening bank"), "banking:requests", "banking.read"),
        Entry(_("Rekening koran"), "banking:statements", "banking.money.read"),
        Entry(_("Perintah bayar"), "banking:orders", "banking.money.read"),
    ),
    _("Di lapangan"): (
        Entry(_("Kartu dan buku"), "distribution:items", "distribution.read"),
        Entry(_("Acara penyerahan"), "distribution:events", "distribution.read"),
        Entry(_("Klaim"), "claims:list", "claims.read"),
    ),
    _("Alat"): (
        Entry(_("Meja hukum"), "web:law", "law.read"),
        Entry(_("Unduhan"), "web:exports", "figures.read"),
        Entry(_("Petugas dan peran"), "web:officers", "accounts.read"),
        Entry(_("Catatan tindakan"), "web:acts", "audit.read"),
    ),
}


def menu(user: Any, path: str) -> list[tuple[str | Promise, list[Link]]]:
    """Sections with the links this person may follow; the one that is open is marked."""
    shown = []
    for section, entries in MENU.items():
        links = [
            Link(entry.label, href, path.startswith(href))
            for entry in entries
            if has(user, entry.needs) and (href := address(entry.url))
        ]
        if links:
            shown.append((section, links))
    return shown


def address(name: str) -> str:
    """Path of a page; empty where this installation does not have it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
