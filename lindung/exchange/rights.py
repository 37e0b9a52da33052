"""Whether somebody may sign a file off, asked where a file comes in or goes out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from lindung.accounts.access import scope
from lindung.accounts.models import User
from lindung.audit.services import Actor
from lindung.exchange import problems
from lindung.kernel.problem import Refused


def require(actor: Actor, capability: str, act: str, on: date, regions: Iterable[str] = ()) -> None:
    """Refuse (EXCHANGE-07) an officer without the capability in any of `regions`, where they are given.

    An actor without an account is the keeper of this machine at its command line, whom the machine itself let in.
    """
    officer = User.objects.filter(username=actor.id).first()
    if officer is None:
        return
    where = scope(officer, capability, on)
    known = list(regions)
    if not where or (known and not any(region in where for region in known)):
        raise Refused(problems.NOT_ALLOWED.problem(actor=actor.name, act=act))
