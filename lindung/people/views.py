"""The one box that finds people."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lindung.accounts.access import has
from lindung.accounts.guards import needs
from lindung.people.queries import region_named
from lindung.people.tables import People


@needs("people.read")
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """People by NIK, KPJ, name, village or telephone; who is found by a whole number alone opens at once."""
    table = People(request.user, request.GET)
    page = table.page  # what is asked also says where it was looked for
    return render(request, "people/search.html", {
        "table": table,
        "asked": bool(table.asked.number or table.asked.name or table.region),
        "where": region_named(table.region),
        "page": page,
        "may_add": has(request.user, "people.change"),
    })  # fmt: skip
