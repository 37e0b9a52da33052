"""The verbs of billing: the only writer of this room's tables, but for what triggers keep."""

from lindung.billing.services.brought import bring_forward
from lindung.billing.services.compare import Compared
from lindung.billing.services.credits import Key, ask, grant, refuse
from lindung.billing.services.explain import close, explain, explain_ended
from lindung.billing.services.freeze import freeze
from lindung.billing.services.pay import book, pay
from lindung.billing.services.rights import require_bill
from lindung.billing.services.surplus import settle_surplus
from lindung.billing.services.totals import state_total, withdraw_total

__all__ = [
    "Compared",
    "Key",
    "ask",
    "book",
    "bring_forward",
    "close",
    "explain",
    "explain_ended",
    "freeze",
    "grant",
    "pay",
    "refuse",
    "require_bill",
    "settle_surplus",
    "state_total",
    "withdraw_total",
]
