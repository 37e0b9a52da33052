"""Whether somebody may sign a file off, asked where a file comes in or goes out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from lindung.accounts.access import Scope, scope
from lindung.accounts.models import User
from lindung.audit.services import Actor
from lindung.exchange import problems
from lindung.kernel.problem import Refused


def reach(actor: Actor, capability: str, on: date) -> Scope | None:
    """Where an actor has the capability on a day.

    None: everywhere. An actor without an account is the keeper of this machine at its command line, whom the
    machine itself let in.
    """
    officer = User.objects.filter(username=actor.id).first()
    return None if officer is None else scope(officer, capability, on)


def require(
    actor: Actor, capability: str, act: str, on: date, regions: Iterable[str] = (), *, every: bool = False
) -> None:
    """Refuse (EXCHANGE-07) an officer without the capability in any of `regions`, where they are given.

    `every`: the act touches people of all of them, so that the capability must be held in each.
    """
    where = reach(actor, capability, on)
    if where is None:
        return
    known = list(regions)
    held = all if every else any
    if not where or (known and not held(region in where for region in known)):
        raise Refused(problems.NOT_ALLOWED.problem(actor=actor.name, act=act))


def require_for(actor: Actor, capability: str, act: str, on: date, region: str | None) -> None:
    """`require` in the region that something counts for; what counts for none needs a whole province."""
    where = reach(actor, capability, on)
    if where is not None and not (region in where if region else where.whole):
        raise Refused(problems.NOT_ALLOWED.problem(actor=actor.name, act=act))
