"""The review queue of matching: the oldest and most costly first, side by side, decided by one key."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lindung.accounts.access import has, scope
from lindung.accounts.guards import needs
from lindung.accounts.services import actor_of
from lindung.coverage.queries import review_queue, stakes_of
from lindung.kernel.problem import Refused
from lindung.matching import queries, services
from lindung.matching.models import Pair
from lindung.matching.queries import Shown
from lindung.web.doubles import compared, waterfall

READ, DECIDE = "matching.read", "matching.decide"
PER_PAGE = 25
ANSWERS = {
    "same": gettext_lazy("orang yang sama"),
    "different": gettext_lazy("orang berbeda"),
    "ask": gettext_lazy("ditanyakan ke desa"),
}
STATES = {"open": gettext_lazy("belum diputuskan"), "asked": gettext_lazy("ditanyakan ke desa")}


@needs(READ)
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Pairs that wait, those that hang together one under the other."""
    state = request.GET.get("keadaan", "")
    state = state if state in STATES else ""
    number = max(1, _number(request.GET.get("hal", "1")))
    offset = (number - 1) * PER_PAGE
    found = review_queue(within=scope(request.user, READ).codes, state=state or None, limit=PER_PAGE, offset=offset)
    page = {
        "rows": _clustered(found.rows),
        "total": found.total,
        "state": state,
        "states": STATES.items(),
        "previous": number - 1 if number > 1 else 0,
        "next": number + 1 if offset + PER_PAGE < found.total else 0,
        "may_decide": has(request.user, DECIDE),
    }
    return render(request, "web/doubles.html", page)


@needs(READ)
@never_cache
@require_GET
def pair(request: HttpRequest, pair: int) -> HttpResponse:
    return _page(request, _pair(request, pair, READ))


@needs(DECIDE)
@require_POST
def decide(request: HttpRequest, pair: int) -> HttpResponse:
    """Same, different, ask, or the last one taken back; then the next of the queue."""
    shown = _pair(request, pair, DECIDE)
    kind, reason = request.POST.get("kind", ""), request.POST.get("reason", "").strip()[:200]
    within = _region_of(request, shown, DECIDE)
    who: dict[str, Any] = {"actor": actor_of(request.user), "on": timezone.localdate(), "within": within}  # type: ignore[arg-type]
    try:
        if kind == "undo":
            services.undo(pair=pair, reason=reason or _("dibatalkan dari halaman"), **who)
            messages.success(request, _("Putusan dibatalkan; pasangan ini menunggu lagi."))
            return redirect("web:pair", pair)
        if kind not in ANSWERS:
            raise PermissionDenied(kind)
        services.decide(pairs=[pair], kind=kind, reason=reason, **who)
    except Refused as trouble:
        return _page(request, shown, {"refused": trouble.problems}, status=422)
    place = _number(request.POST.get("urut", "0"))
    return _on(request, place, pair)


def _on(request: HttpRequest, place: int, decided: int) -> HttpResponse:
    """To the pair that now stands where the decided one stood, or the first, or back to the empty list."""
    within = scope(request.user, READ).codes
    for at in (place, 0):
        if rows := review_queue(within=within, state=Pair.State.OPEN, limit=1, offset=at).rows:
            return redirect(f"{reverse('web:pair', args=[rows[0].pair.pair])}?urut={at}&tadi={decided}")
    messages.success(request, _("Tidak ada lagi yang menunggu. Terima kasih."))
    return redirect("web:doubles")


def _page(
    request: HttpRequest, shown: Shown, more: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    place = _number(request.GET.get("urut", request.POST.get("urut", "0")))
    rows = review_queue(within=scope(request.user, READ).codes, state=Pair.State.OPEN, limit=1, offset=place + 1)
    roots = {side.merged_into or side.person for side in (shown.lower, shown.higher)}
    stakes = stakes_of(sorted(roots)).values()
    bars, zero = waterfall(shown)
    page = {
        "pair": shown,
        "state": Pair.State(shown.state).label,
        "waits": shown.state in ("open", "asked"),
        "rows": compared(shown),
        "bars": bars,
        "zero": zero,
        "months": sum(months for months, _rupiah in stakes),
        "rupiah": sum(rupiah for _months, rupiah in stakes),
        "percent": f"{100 * shown.probability:.0f}",
        "place": place,
        "total": rows.total,
        "after": rows.rows[0].pair.pair if rows.rows else 0,
        "last": _last(request),
        "may_decide": _region_of(request, shown, DECIDE) is not None,
    }
    return render(request, "web/pair.html", page | (more or {}), status=status)


def _last(request: HttpRequest) -> dict[str, Any] | None:
    """The pair decided just before, so that one key takes it back."""
    number = _number(request.GET.get("tadi", "0"))
    last = Pair.objects.filter(pk=number).select_related("lower", "higher").first() if number else None
    if last is None or last.state not in ANSWERS | {"asked": ""}:
        return None
    if _region_of(request, queries.pair(number), DECIDE) is None:
        return None
    return {
        "pair": number,
        "names": f"{last.lower.name} – {last.higher.name}",
        "state": Pair.State(last.state).label,
    }


def _pair(request: HttpRequest, number: int, capability: str) -> Shown:
    """The pair of which one lives where the looker may look; another region's pair is not found."""
    try:
        shown = queries.pair(number)
    except Refused as trouble:
        raise Http404 from trouble
    if _region_of(request, shown, capability) is None:
        raise Http404
    return shown


def _region_of(request: HttpRequest, shown: Shown, capability: str) -> str | None:
    """The region of the user's own in which one of the two lives."""
    where = scope(request.user, capability)
    homes = [side.village_code for side in (shown.lower, shown.higher) if side.village_code]
    return next((code for code in where.codes for home in homes if f"{home}.".startswith(f"{code}.")), None)


def _clustered(rows: list[Any]) -> list[dict[str, Any]]:
    """Rows with a mark where a new group of pairs that hang together begins."""
    before = None
    marked = []
    for row in rows:
        marked.append({"review": row, "first": row.pair.cluster != before})
        before = row.pair.cluster
    return marked


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
