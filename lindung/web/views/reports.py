"""What an officer says of a person: put right, moved, died; what a report does stands in numbers before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from lindung.accounts.access import has
from lindung.accounts.guards import needs
from lindung.accounts.services import actor_of
from lindung.coverage.services import report_death, report_move
from lindung.kernel.month import Month
from lindung.kernel.problem import Refused
from lindung.kernel.rupiah import rupiah, thousands
from lindung.matching import services as matching
from lindung.people import services
from lindung.people.forms import AddressForm, CorrectionForm, DeathForm, MoveForm, NikForm, initial_of
from lindung.people.models import Person
from lindung.ui.days import in_words
from lindung.web.consequences import Freed, covered, freed
from lindung.web.person import ids_of
from lindung.web.views.people import CHANGE, REPORT, person_of

CONFIRMED = "pasti"  # the button of the second step


@needs(CHANGE)
@never_cache
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, person: int) -> HttpResponse:
    """Name, birth, sex, mother, telephone; a correction made meanwhile is never overwritten."""
    found = person_of(request, person, CHANGE)
    form = CorrectionForm(request.POST or None, initial=initial_of(found, services.version_of(found)))

    def act(filled: dict[str, Any]) -> str:
        source, version = filled.pop("source"), filled.pop("version")
        changed = matching.correct(person=found.pk, values=filled, version=version, source=source, **_who(request))
        return _("Data diperbaiki.") if changed else _("Tidak ada yang berubah.")

    return _form(request, found, form, act, _("Perbaiki data"), _("Simpan perbaikan"))


@needs(CHANGE)
@never_cache
@sensitive_post_parameters("nik")
@require_http_methods(["GET", "POST"])
def nik(request: HttpRequest, person: int) -> HttpResponse:
    """A NIK that was written wrong; pairs that may be one person are looked at anew."""
    found = person_of(request, person, CHANGE)

    def act(filled: dict[str, Any]) -> str:
        told = matching.correct_nik(person=found.pk, nik=filled["nik"], source=filled["source"], **_who(request))
        return _("NIK diperbaiki. Data ganda: %(settled)s selesai, %(found)s ditemukan.") % {
            "settled": told.settled, "found": told.found}  # fmt: skip

    lead = _("NIK yang lama tetap tercatat sebagai tidak dipakai lagi.")
    return _form(request, found, NikForm(request.POST or None), act, _("Perbaiki NIK"), _("Ganti NIK"), lead)


@needs(CHANGE)
@never_cache
@require_http_methods(["GET", "POST"])
def address(request: HttpRequest, person: int) -> HttpResponse:
    """An address that was written wrong; whoever moved is reported as moved."""
    found = person_of(request, person, CHANGE)
    form = AddressForm(request.POST or None)

    def act(filled: dict[str, Any]) -> str:
        if not has(request.user, CHANGE, filled["village"]):
            form.add_error("village", _("Desa itu di luar wilayah Anda. Bila orangnya pindah, laporkan pindah."))
            return ""
        now = timezone.localdate()
        changed = matching.move(person=found.pk, since=now, **filled, **_who(request))
        return _("Alamat diperbaiki.") if changed else _("Tidak ada yang berubah.")

    return _form(request, found, form, act, _("Perbaiki alamat"), _("Simpan alamat"))


def _form(
    request: HttpRequest, found: Person, form: forms.Form, act: Callable[[dict[str, Any]], str], title: str,
    button: str, lead: str = "",
) -> HttpResponse:  # fmt: skip
    """A form that acts at once; `act` gives what to say, or nothing where it found a fault in the form."""
    refused: tuple[Any, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            if said := act(dict(form.cleaned_data)):
                messages.success(request, said)
                return redirect("web:person", found.pk)
        except Refused as trouble:
            refused = trouble.problems
    page = {"form": form, "refused": refused, "title": title, "button": button, "lead": lead, "person": found}
    return render(request, "web/person_form.html", page)


@needs(REPORT)
@never_cache
@require_http_methods(["GET", "POST"])
def death(request: HttpRequest, person: int) -> HttpResponse:
    """First the day and who says so, then what it does, then it is done."""
    found = person_of(request, person, REPORT)
    people = ids_of(found)

    def foretold(filled: dict[str, Any]) -> list[tuple[str, str]]:
        month = Month.of(filled["died_on"])
        ends = freed(people, month.plus(1))
        kept = covered(people, month)
        told = _("orang dicatat meninggal %(day)s") % {"day": in_words(filled["died_on"])}
        claim = _("Bulan kematian tetap dilindungi: ahli waris dapat mengajukan klaim.")
        none = _("Bulan kematian tidak dilindungi program mana pun.")
        return [("1", told), *_freed(ends), ("✓" if kept else "–", claim if kept else none)]

    def act(filled: dict[str, Any]) -> int:
        return report_death(people=people, died_on=filled["died_on"], source=filled["source"], **_who(request))

    form = DeathForm(request.POST or None)
    title = _("Laporkan %(name)s meninggal") % {"name": found.name}
    return _two_steps(request, found, form, foretold, act, title, _("Catat kematian"))


@needs(REPORT)
@never_cache
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, person: int) -> HttpResponse:
    """A move ends cover only where it leaves the funder's territory."""
    found = person_of(request, person, REPORT)
    people = ids_of(found)

    def foretold(filled: dict[str, Any]) -> list[tuple[str, str]]:
        ends = freed(people, Month.of(filled["moved_on"]).plus(1), filled["village"])
        told = _("orang dicatat pindah %(day)s") % {"day": in_words(filled["moved_on"])}
        return [("1", told), *_freed(ends)]

    def act(filled: dict[str, Any]) -> int:
        return report_move(people=people, **filled, **_who(request))

    form = MoveForm(request.POST or None)
    title = _("Laporkan %(name)s pindah") % {"name": found.name}
    return _two_steps(request, found, form, foretold, act, title, _("Catat pindah"))


def _freed(ends: Freed) -> list[tuple[str, str]]:
    if not ends.months:
        return [("0", _("bulan dibebaskan: tidak ada perlindungan yang berakhir"))]
    lines = [(thousands(ends.months), _("bulan dibebaskan dari %(programmes)s") % {"programmes": ends.programmes}),
             (rupiah(ends.rupiah), _("iuran tidak jadi terpakai")),
             (thousands(ends.seats), _("kursi kosong untuk cadangan berikutnya"))]  # fmt: skip
    if ends.billed:
        back = _("bulan sudah ditagih: %(rupiah)s diminta kembali sebagai kredit")
        lines.append((thousands(ends.billed), back % {"rupiah": rupiah(ends.billed_rupiah)}))
    return lines


def _two_steps(
    request: HttpRequest,
    found: Person,
    form: forms.Form,
    foretold: Callable[[dict[str, Any]], list[tuple[str, str]]],
    act: Callable[[dict[str, Any]], int],
    title: str,
    button: str,
) -> HttpResponse:
    page: dict[str, Any] = {"form": form, "title": title, "button": _("Lihat akibatnya"), "person": found}
    if request.method != "POST" or not form.is_valid():
        return render(request, "web/person_form.html", page)
    if CONFIRMED in request.POST:
        try:
            months = act(dict(form.cleaned_data))
        except Refused as trouble:
            return render(request, "web/person_form.html", page | {"refused": trouble.problems})
        messages.success(request, _("Dicatat; %(months)s bulan dibebaskan.") % {"months": thousands(months)})
        return redirect("web:person", found.pk)
    kept = [(name, request.POST.get(name, "")) for name in form.fields]
    sure = {"consequences": foretold(form.cleaned_data), "button": button, "kept": kept, "confirmed": CONFIRMED}
    return render(request, "web/person_sure.html", page | sure)


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": actor_of(request.user), "on": timezone.localdate()}  # type: ignore[arg-type]
