"""What officers see of cards and books: where each is, events as they go on, cases to settle."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from lindung.accounts.access import has, scope, visible_to
from lindung.accounts.guards import needs
from lindung.accounts.services import actor_of
from lindung.distribution.models import Event, HandoverCase
from lindung.distribution.queries import standing
from lindung.distribution.queries.papers import PAPERS
from lindung.distribution.services.cases import settle_case
from lindung.distribution.tables import Cases, Events, Items
from lindung.kernel.problem import Refused
from lindung.kernel.rupiah import thousands

READ, PLAN, TYPE = "distribution.read", "distribution.plan", "distribution.type"
VILLAGES = 100  # rows of the table: those that wait longest; the map leads to the rest


@needs(READ)
@require_GET
def items(request: HttpRequest) -> HttpResponse:
    return Items(request.user, request.GET).response(request, "distribution/items.html")


@needs(READ)
@require_GET
def villages(request: HttpRequest) -> HttpResponse:
    """What lies undelivered, by village and age, with the map."""
    region = request.GET.get("wilayah", "")
    found = standing.ageing(within=scope(request.user, READ).codes, on=timezone.localdate(), region=region)
    totals = found["totals"]
    stats = [
        {"value": thousands(totals["delivered"]), "label": _("sudah diserahkan")},
        {"value": thousands(totals["waiting"]), "label": _("belum diserahkan")},
        {"value": thousands(totals["old"]), "label": _("menunggu lebih dari 60 hari")},
    ]
    above = [f"≥ {step} %" for step in standing.STEPS[1:4]]
    names = [_("belum ada"), _("sebagian kecil"), *above, _("semua")]
    page = {"stats": stats, "key": list(enumerate(names)), "villages": found["villages"][:VILLAGES],
            "more": max(0, len(found["villages"]) - VILLAGES)}  # fmt: skip
    return render(request, "distribution/villages.html", found | page)


@needs(READ)
@require_GET
def events(request: HttpRequest) -> HttpResponse:
    page = {"may_plan": has(request.user, PLAN)}
    return Events(request.user, request.GET).response(request, "distribution/events.html", page)


@needs(READ)
@never_cache
@require_GET
def event(request: HttpRequest, event: int) -> HttpResponse:
    """The board of an event; htmx asks for its inner part again while the page is open."""
    found = get_object_or_404(visible_to(request.user, Event.objects.select_related("region")), pk=event)
    board = standing.board(event=found.pk, within=scope(request.user, READ).codes)
    totals = board["totals"]
    stats = [
        {"value": thousands(totals["people"]), "label": _("diundang atau menerima")},
        {"value": thousands(totals["came"]), "label": _("tercatat hadir")},
        {"value": thousands(totals["cards"]), "label": _("menerima kartu")},
        {"value": thousands(totals["books"]), "label": _("menerima buku")},
        {"value": thousands(totals["proxies"]), "label": _("diterima wakil")},
        {"value": thousands(totals["people"] - totals["cards"]), "label": _("belum menerima kartu")},
    ]
    part = getattr(request, "htmx", None) and request.htmx.target == "papan"  # type: ignore[attr-defined]
    template = "distribution/_board.html" if part else "distribution/event.html"
    handover = found.kind == Event.Kind.HANDOVER
    may = {"may_plan": has(request.user, PLAN, found.region_id), "may_type": handover and has(request.user, TYPE)}
    return render(request, template, {"event": found, "stats": stats, "handover": handover} | may | board)


@needs(READ)
@require_GET
def paper(request: HttpRequest, event: int, paper: str) -> HttpResponse:
    """A paper of an event, with the officer's own villages alone."""
    found = get_object_or_404(visible_to(request.user, Event.objects.select_related("programme__funder")), pk=event)
    if paper not in PAPERS:
        raise Http404(paper)
    kind, make = PAPERS[paper]
    made = make(found, scope(request.user, READ).codes, timezone.localdate())
    return HttpResponse(made, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{paper}"'})


@needs(READ)
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    return Cases(request.user, request.GET).response(request)


@needs(READ)
@never_cache
@require_http_methods(["GET", "POST"])
def case(request: HttpRequest, case: int) -> HttpResponse:
    """Two accounts of one item, and the decision which is right."""
    rows = HandoverCase.objects.select_related("item__person", "device__officer", "item__enrolment__nomination")
    found = get_object_or_404(visible_to(request.user, rows), pk=case)
    refused: tuple[object, ...] = ()
    may = found.item is not None and has(request.user, PLAN, found.item.enrolment.nomination.village_id)
    if request.method == "POST":
        if not may:
            raise PermissionDenied(PLAN)
        try:
            settle_case(
                case=found.pk,
                right=request.POST.get("right", ""),
                note=request.POST.get("note", "").strip(),
                actor=actor_of(request.user),  # type: ignore[arg-type]
                on=timezone.localdate(),
            )
        except Refused as trouble:
            refused = trouble.problems
        else:
            return redirect("distribution:cases")
    turns = found.item.handovers.order_by("turn") if found.item else ()
    return render(
        request, "distribution/case.html", {"case": found, "turns": turns, "refused": refused, "may_settle": may}
    )
