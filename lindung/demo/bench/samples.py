"""What stands for the parameters of a page's address: something this officer may see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from lindung.accounts.access import scope, visible_to
from lindung.accounts.models import Role, User
from lindung.billing.models import Bill
from lindung.claims.models import Claim
from lindung.distribution.models import Event, Item
from lindung.membership.models import Batch
from lindung.nominations.models import Enrolment, Nomination
from lindung.people.models import Person
from lindung.programmes.models import Agreement, Decree, Programme


def _first(model: type[Model]) -> Callable[[User], Any]:
    return lambda user: visible_to(user, model._default_manager.order_by("pk")).values_list("pk", flat=True).first()


def _region(user: User) -> str:
    return next(iter(scope(user, "figures.read").codes))


# Parameter → what to open; a page with a parameter that is not here is left out, and the bench says so.
SAMPLES: dict[str, Callable[[User], Any]] = {
    "region": _region,
    "officer": lambda user: visible_to(user, Role.objects.all()).values_list("user_id", flat=True).first(),
    "role": _first(Role),
    "person": _first(Person),
    "nomination": _first(Nomination),
    "enrolment": _first(Enrolment),
    "programme": _first(Programme),
    "decree": _first(Decree),
    "agreement": _first(Agreement),
    "batch": _first(Batch),
    "bill": _first(Bill),
    "item": _first(Item),
    "event": _first(Event),
    "claim": _first(Claim),
}
