"""The pages themselves; each asks one question of queries."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lindung.web import queries


@login_not_required
@require_GET
def front(request: HttpRequest) -> HttpResponse:
    """What anybody may see: totals, districts, the map; no person."""
    page = queries.public_overview() | {"map": queries.village_map(), "steps": queries.STEPS}
    return render(request, "web/front.html", page)


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The officers' first page: every stage of every programme."""
    return render(request, "web/home.html", queries.overview())


@login_not_required
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """For the supervisor of the server: answers when the process does."""
    return HttpResponse("ok", content_type="text/plain")
