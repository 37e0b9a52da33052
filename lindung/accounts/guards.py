"""What a view declares: @public, @signed_in, or @needs("people.read"). A URL without one fails a test."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from lindung.accounts.access import has, needs_second_factor

View = Callable[..., HttpResponseBase]
PUBLIC, SIGNED_IN = "public", "signed in"


def public(view: View) -> View:
    """Anybody may see it."""
    return _declared(login_not_required(_wrapped(view)), PUBLIC)


def signed_in(view: View) -> View:
    """Whoever is signed in, whatever the roles: a person's own account."""
    return _declared(_wrapped(view), SIGNED_IN)


def needs(capability: str) -> Callable[[View], View]:
    """Only who holds the capability; where the address has `region`, in that region.

    Rows are narrowed further by `visible_to`; a region that stands in the form is asked with `access.has`.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not has(request.user, capability, kwargs.get("region")):
                raise PermissionDenied(capability)
            if needs_second_factor(request.user) and not is_mfa_enabled(request.user):
                return redirect("mfa_index")
            return view(request, *args, **kwargs)

        return _declared(guarded, capability)

    return declare


def _wrapped(view: View) -> View:
    """A function of our own, so that a declaration never sticks to somebody else's view."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return wrapped


def _declared(view: View, what: str) -> View:
    view.needs = what  # type: ignore[attr-defined]
    return view
