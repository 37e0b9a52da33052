"""Who acts on a page, and on which day: what a view hands to a verb."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from django.http import HttpRequest
from django.utils import timezone

from lindung.accounts.models import User
from lindung.accounts.services import actor_of
from lindung.audit.services import Actor


class Acting(TypedDict):
    actor: Actor
    on: date


def acting(request: HttpRequest) -> Acting:
    """The signed-in person, today: `verb(…, **acting(request))`."""
    assert isinstance(request.user, User)  # noqa: S101  (the guard let nobody else through)
    return {"actor": actor_of(request.user), "on": timezone.localdate()}
