"""The public front page and the officers' home."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lindung.accounts.guards import needs, public
from lindung.web import queries


@public
@require_GET
def front(request: HttpRequest) -> HttpResponse:
    """What anybody may see: totals, districts, the map; no person."""
    return render(request, "web/front.html", queries.public_overview() | queries.public_map())


@needs("figures.read")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The officers' first page: every stage of every programme."""
    return render(request, "web/home.html", queries.overview())


@public
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """For the supervisor of the server: answers when the process does."""
    return HttpResponse("ok", content_type="text/plain")
