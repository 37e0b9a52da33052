"""What every page's shell needs to know of the person who looks at it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from lindung.accounts.access import held
from lindung.ui.guide import guide
from lindung.ui.navigation import menu

THEMES = ("auto", "light", "dark")


def shell(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    theme = request.COOKIES.get("tampilan", "auto")
    return {
        "menu": menu(user, request.path),
        "roles": held(user),
        "guide": guide(request),
        "theme": theme if theme in THEMES else "auto",
    }
