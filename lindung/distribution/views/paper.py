"""The signed list of an event is typed twice by two people, compared, and handed over where both read alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lindung.accounts.access import has, scope, visible_to
from lindung.accounts.acting import acting
from lindung.accounts.guards import needs
from lindung.distribution.models import Event, PaperEntry
from lindung.distribution.queries.gathering import SIGNED_FOR, lines_to_type, typed_lines
from lindung.distribution.services.gathering import book_paper, type_paper
from lindung.kernel.problem import Problem, Refused
from lindung.kernel.rupiah import thousands

TYPE = "distribution.type"
PER_PAGE, SHOWN = 50, 200  # seats on a page of typing; lines that differ on the page of comparing


@needs(TYPE)
@never_cache
@require_http_methods(["GET", "POST"])
def compare(request: HttpRequest, event: int) -> HttpResponse:
    """How far both typists are, where they differ; what they read alike is handed over by a button."""
    found = _event(request, event)
    may_book = has(request.user, TYPE, found.region_id)
    refused: tuple[Problem, ...] = ()
    if request.method == "POST":
        if not may_book:
            raise PermissionDenied(TYPE)
        try:
            given, waiting = book_paper(event=found, **acting(request))
        except Refused as trouble:
            refused = trouble.problems
        else:
            messages.success(request, _("%s kartu dan buku diserahkan.") % thousands(given))
            refused = tuple(one for one in waiting if one.code != "HAND-23")
    lines = typed_lines(event=found.pk, within=scope(request.user, TYPE).codes)
    apart = [line for line in lines if not line.alike and not line.once]
    page = {
        "event": found, "may_book": may_book, "refused": refused, "turns": _turns(found),
        "alike": sum(line.alike for line in lines), "once": sum(line.once for line in lines),
        "apart": apart[:SHOWN], "differ": len(apart), "seats": _seats(request, found),
    }  # fmt: skip
    return render(request, "distribution/typed.html", page)


def _seats(request: HttpRequest, event: Event) -> int:
    """Of the officer's own regions, as the lines are."""
    first = lines_to_type(event=event.pk, turn=1, within=scope(request.user, TYPE).codes, most=1)
    return int(first[0]["all"]) if first else 0


def _turns(event: Event) -> list[dict[str, Any]]:
    """Who typed how much, the first time and the second."""
    rows = PaperEntry.objects.filter(event=event).values("pass_number").order_by("pass_number")
    typed = {row["pass_number"]: row for row in rows.annotate(lines=Count("*"), one=Min("by"), other=Max("by"))}
    none: dict[str, Any] = {"lines": 0, "one": "", "other": ""}
    return [none | typed.get(turn, {}) | {"number": turn} for turn in (1, 2)]


@needs(TYPE)
@never_cache
@require_http_methods(["GET", "POST"])
def type_(request: HttpRequest, event: int, turn: int) -> HttpResponse:
    """Fifty seats at a time, or one line by its code; what the other typist read is not shown."""
    found = _event(request, event)
    if turn not in (1, 2):
        raise Http404(turn)
    asked = request.GET.get("hal", "1")
    number = max(1, int(asked)) if asked.isdigit() and len(asked) < 6 else 1
    within = scope(request.user, TYPE).codes
    lines = lines_to_type(event=found.pk, turn=turn, within=within, after=(number - 1) * PER_PAGE, most=PER_PAGE)
    refused: tuple[Problem, ...] = ()
    trouble = ""
    if request.method == "POST":
        by_code = "kode" in request.POST
        read = _one(request, found, turn, within) if by_code else _many(request.POST, lines)
        try:
            if read:
                type_paper(event=found, turn=turn, lines=read, **acting(request))
        except Refused as refusal:
            refused = refusal.problems
        else:
            if read:
                _tell(request, read, found, turn, within)
                more = 0 if by_code or len(lines) < PER_PAGE else 1
                return redirect(f"{request.path}?hal={number + more}")
            trouble = _("Kode atau nomor kursi ini tidak ada pada daftar acara ini.")
    page = {
        "event": found, "turn": turn, "lines": lines, "number": number, "refused": refused, "trouble": trouble,
        "pages": max(1, -(-(lines[0]["all"] if lines else 0) // PER_PAGE)), "words": SIGNED_FOR,
    }  # fmt: skip
    return render(request, "distribution/type.html", page)


def _event(request: HttpRequest, event: int) -> Event:
    handovers = Event.objects.filter(kind=Event.Kind.HANDOVER)
    return get_object_or_404(visible_to(request.user, handovers, TYPE), pk=event)


def _one(request: HttpRequest, event: Event, turn: int, within: tuple[str, ...]) -> dict[int, tuple[str, str]]:
    """The line whose QR code was scanned, or whose seat was typed; empty where it is none of this list."""
    code, signed = request.POST["kode"].strip().upper(), request.POST.get("isi", "")
    scanned = re.fullmatch(rf"LD-{event.pk}-(\d{{1,18}})", code)
    if (not scanned and not re.fullmatch(r"\d{1,9}", code)) or signed not in SIGNED_FOR:
        return {}
    by = {"line": int(scanned[1])} if scanned else {"seat": int(code)}
    found = lines_to_type(event=event.pk, turn=turn, within=within, **by)
    return {row["enrolment"]: (signed, request.POST.get("wakil", "").strip()[:200]) for row in found}


def _many(posted: Mapping[str, str], lines: list[dict[str, Any]]) -> dict[int, tuple[str, str]]:
    """What is ticked for the seats of this page; a seat that came in between is left for its own page."""
    return {
        line: ("".join(kind for kind in "kb" if posted.get(f"{kind}-{line}")), posted[f"w-{line}"].strip()[:200])
        for line in (row["enrolment"] for row in lines)
        if f"w-{line}" in posted
    }


def _tell(
    request: HttpRequest, read: dict[int, tuple[str, str]], event: Event, turn: int, within: tuple[str, ...]
) -> None:
    if len(read) > 1:
        messages.success(request, _("%s baris diketik.") % thousands(len(read)))
        return
    [(line, (signed, _proxy))] = read.items()
    [row] = lines_to_type(event=event.pk, turn=turn, within=within, line=line)
    words = {"seat": row["seat"], "name": row["name"], "what": SIGNED_FOR[signed]}
    messages.success(request, _("Kursi %(seat)s, %(name)s: %(what)s.") % words)
