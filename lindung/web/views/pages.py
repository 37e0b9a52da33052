"""The public front page and the officers' home."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from lindung.accounts.access import scope
from lindung.accounts.guards import needs, public
from lindung.reports.queries import figures
from lindung.reports.villages import kept
from lindung.web import queries

BEGINNING = "enrolled"  # the stage the map shows before another is chosen


@public
@require_GET
def front(request: HttpRequest) -> HttpResponse:
    """What anybody may see: totals, districts, the map; no person."""
    # The picture of all villages is the same for everybody; drawing it takes longer than all else on the page.
    drawn = kept(f"map-{get_language()}", lambda: render_to_string("ui/map.html", queries.public_map()))
    return render(request, "web/front.html", queries.public_overview() | {"map": drawn})


@needs("figures.read")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What waits today, and a region's way from quota to claims; `wilayah` goes down, `tahap` colours the map."""
    where = scope(request.user, "figures.read")
    code = request.GET.get("wilayah", "") or (where.codes[0] if len(where.codes) == 1 else "")
    if code and code not in where:
        raise PermissionDenied("figures.read")
    stage = request.GET.get("tahap", "")
    known = figures()
    page = queries.home_of(queries.Place(code, where), stage if stage in queries.STAGES else BEGINNING, known)
    today = timezone.localdate()
    if "wilayah" not in request.GET:
        page |= {
            "waiting": queries.waiting(request.user, today, known),
            "events": queries.year(request.user, today),
        }
    return render(request, "web/home.html", page)


@public
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """For the supervisor of the server: answers when the process does."""
    return HttpResponse("ok", content_type="text/plain")
