"""What stands for the parameters of a page's address: something this officer may see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import Model

from lindung.accounts.access import scope, visible_to
from lindung.accounts.models import Role, User
from lindung.distribution.models import HandoverCase
from lindung.distribution.queries.papers import PAPERS
from lindung.intake.models import File, Row
from lindung.matching.queries import open_pairs
from lindung.programmes.models import Decree
from lindung.web.models import Export


def sample(parameter: str, user: User) -> Any:
    """Something for this parameter, or None. A parameter without a line below is the first row of its namesake."""
    if parameter in SAMPLES:
        return SAMPLES[parameter](user)
    model = _namesake(parameter)
    return _first(model, user) if model else None


def _namesake(parameter: str) -> type[Model] | None:
    """The house's model of that name whose rows say who may see them."""
    named = parameter.replace("_", "")
    rooms = (config for config in apps.get_app_configs() if config.name.startswith("lindung."))
    models = (model for room in rooms for model in room.get_models() if hasattr(model, "seen"))
    return next((model for model in models if model._meta.model_name == named), None)


def _first(model: type[Model], user: User) -> Any:
    return visible_to(user, model._default_manager.order_by("pk")).values_list("pk", flat=True).first()


def _file(user: User) -> int | None:
    """The bench's own people stand on a list without a file."""
    whole = File.objects.filter(content__isnull=False).order_by("pk")
    return visible_to(user, whole).values_list("pk", flat=True).first()


def _row(user: User) -> str | None:
    found = visible_to(user, Row.objects.order_by("file", "number")).values_list("file", "number").first()
    return f"{found[0]}-{found[1]}" if found else None


def _decree(user: User) -> int | None:
    """A decision, for it has an annex."""
    decisions = visible_to(user, Decree.objects.filter(kind=Decree.Kind.DECISION).order_by("pk"))
    return decisions.values_list("pk", flat=True).first()


def _pair(user: User) -> int | None:
    codes = scope(user, "matching.read").codes
    return next((each.pair for each in open_pairs(within=codes)), None)


SAMPLES: dict[str, Callable[[User], Any]] = {
    "region": lambda user: next(iter(scope(user, "figures.read").codes)),
    "officer": lambda user: visible_to(user, Role.objects.all()).values_list("user_id", flat=True).first(),
    "decree": _decree,
    "case": lambda user: _first(HandoverCase, user),
    "file": _file,
    "row": _row,
    "pair": _pair,
    "paper": lambda _user: next(iter(PAPERS)),
    "export": lambda user: Export.objects.filter(asked_by=user).values_list("pk", flat=True).first(),
}
