"""Decisions: the desks, the sheet that decides, the sheet that replaces, the annex."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lindung.accounts.access import scope, visible_to
from lindung.accounts.acting import acting
from lindung.accounts.guards import needs
from lindung.coverage import queries, services
from lindung.coverage.forms import DecideForm
from lindung.coverage.services import Prospect
from lindung.coverage.tables import Annex, Decisions, Lines
from lindung.kernel.problem import Problem, Refused
from lindung.kernel.rupiah import rupiah, thousands
from lindung.programmes.models import Decree, Programme
from lindung.programmes.services import is_within, keep_scan
from lindung.regions.models import Region

SHOWN = 20  # problems told on the sheet; the rest is counted


@needs("coverage.read")
@require_GET
def decisions(request: HttpRequest) -> HttpResponse:
    """What waits for a decree, district by district, and the decrees there are."""
    may = scope(request.user, "coverage.decide")
    desks = queries.desks(scope(request.user, "coverage.read").codes)
    for desk in desks:
        desk["may"] = desk["region"] in may
    return Decisions(request.user, request.GET).response(request, "coverage/decisions.html", {"desks": desks})


@needs("coverage.decide")
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, programme: int, region: str) -> HttpResponse:
    """Name the reserve of a region in a decree, by rank, as far as seats and rupiah go."""
    return _by_decree(request, programme, region, amending=False)


@needs("coverage.decide")
@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, programme: int, region: str) -> HttpResponse:
    """Strike whose cover has ended and seat the next of the reserve, by an amending decree."""
    return _by_decree(request, programme, region, amending=True)


def _by_decree(request: HttpRequest, pk: int, region: str, *, amending: bool) -> HttpResponse:
    seen = get_object_or_404(visible_to(request.user, Programme.objects.select_related("funder")), pk=pk)
    place = get_object_or_404(Region, pk=region)
    if not is_within(region, seen.territory_id):
        raise Http404
    form = DecideForm(request.POST or None, request.FILES or None)
    refused: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            signed = _carried_out(request, form, seen, region, amending)
        except Refused as trouble:
            refused = trouble.problems
        else:
            return redirect("coverage:annex", signed.pk)
    act = services.foresee_replacement if amending else services.foresee_decision
    try:
        prospect = act(programme=seen, region=region, actor=acting(request)["actor"])
    except Refused as trouble:
        prospect, refused = Prospect(0, 0, 0), refused or trouble.problems
    # What is agreed to is what stands on the sheet now, whatever was typed before.
    form.initial["expected"] = prospect.people
    if form.is_bound:
        typed = request.POST.copy()
        typed["expected"] = str(prospect.people)
        form.data = typed
    page = {
        "programme": seen, "region": place, "form": form, "refused": refused, "prospect": prospect,
        "amending": amending, "consequences": _consequences(prospect, amending),
        "title": _title(prospect, amending), "problems": prospect.problems[:SHOWN],
        "unshown": max(0, len(prospect.problems) - SHOWN), "hands": queries.hands(seen, region),
    }  # fmt: skip
    return render(request, "coverage/decide.html", page)


def _carried_out(request: HttpRequest, form: DecideForm, seen: Programme, region: str, amending: bool) -> Decree:
    filled = form.cleaned_data
    act: Callable[..., Any] = services.replace if amending else services.decide
    kind = Decree.Kind.AMENDMENT if amending else Decree.Kind.DECISION
    with transaction.atomic():
        decree, decision = services.by_decree(
            act, kind, programme=seen, number=filled["number"], signed_on=filled["signed_on"],
            signed_by=filled["signed_by"], region=region, expected=filled["expected"], **acting(request),
        )  # fmt: skip
        if file := filled["paper"]:
            keep_scan(of=decree, name=file.name, content=file.read(), **acting(request))
    told = _("SK %(number)s menetapkan %(people)s orang.")
    messages.success(request, told % {"number": decree.number, "people": thousands(decision.decided)})
    return decree


def _title(prospect: Prospect, amending: bool) -> str:
    words = _("Ganti dengan %s orang") if amending else _("Tetapkan %s orang")
    return words % thousands(prospect.people)


def _consequences(prospect: Prospect, amending: bool) -> list[tuple[str, str]]:
    told = [
        (thousands(prospect.people), _("orang disebut dalam lampiran SK, menurut urutan cadangan.")),
        (thousands(prospect.months), _("bulan-orang perlindungan dipesan; program lain tidak dapat memakainya.")),
        (rupiah(prospect.rupiah), _("anggaran terikat untuk iuran bulan-bulan itu.")),
    ]
    if amending:
        words = _("baris lampiran lama dikeluarkan karena perlindungannya berakhir.")
        told.insert(0, (thousands(prospect.struck), words))
    if prospect.problems:
        told.append((thousands(len(prospect.problems)), _("orang dilewati karena sudah ditanggung program lain.")))
    return told


@needs("coverage.read")
@require_GET
def annex(request: HttpRequest, decree: int) -> HttpResponse:
    found = _decree(request, decree)
    return Lines(request.user, request.GET, sk=found.pk).response(
        request, "coverage/annex.html", {"decree": found, "paper": Annex.name}
    )


def _decree(request: HttpRequest, pk: int) -> Decree:
    seen = visible_to(request.user, Decree.objects.filter(kind__in=("decision", "amendment")))
    return get_object_or_404(seen.select_related("programme"), pk=pk)
