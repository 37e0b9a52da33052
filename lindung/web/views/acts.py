"""The record of acts: who did what, when, why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from lindung.accounts.guards import needs
from lindung.web.tables import Acts


@needs("audit.read")
@require_GET
def acts(request: HttpRequest) -> HttpResponse:
    return Acts(request.user, request.GET).response(request)
