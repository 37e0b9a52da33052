"""Who may do what with a bill: asked by every verb that an officer can press, wherever it is pressed."""

from __future__ import annotations

from datetime import date

from lindung.audit.services import Actor
from lindung.billing.models import Bill
from lindung.exchange.rights import require
from lindung.membership.models import BranchArea


def require_at(branch: str, capability: str, act: str, actor: Actor, on: date) -> None:
    """Refuse (EXCHANGE-07) an officer without the capability in a district that the branch serves."""
    districts = list(BranchArea.objects.filter(branch=branch).values_list("district_id", flat=True))
    # A branch that serves no district lies in nobody's region.
    require(actor, capability, act, on, districts or [""])


def require_bill(bill: Bill, capability: str, act: str, actor: Actor, on: date) -> None:
    """`require_at` the branch of a bill."""
    require_at(bill.branch_id, capability, act, actor, on)
