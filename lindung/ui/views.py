"""The switches of language and theme, and the page that shows every component."""

from __future__ import annotations

from collections.abc import Container

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from lindung.accounts.guards import needs, public
from lindung.ui import gallery
from lindung.ui.context import THEMES

YEAR = 365 * 24 * 3600


@public
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language or theme in a cookie, and go back to where the person was."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = redirect(back if safe else "web:front")
    choices: dict[str, tuple[str, Container[str]]] = {
        "bahasa": (settings.LANGUAGE_COOKIE_NAME, dict(settings.LANGUAGES)),
        "tampilan": ("tampilan", dict.fromkeys(THEMES)),
    }
    for field, (cookie, known) in choices.items():
        chosen = request.POST.get(field, "")
        if chosen in known:
            secure = settings.SESSION_COOKIE_SECURE
            response.set_cookie(cookie, chosen, max_age=YEAR, httponly=True, secure=secure, samesite="Lax")
    return response


@needs("ui.gallery")
@require_GET
def show_gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/gallery.html", gallery.samples())
