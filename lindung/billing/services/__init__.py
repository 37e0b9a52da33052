"""The verbs of billing: the only writer of this room's tables, but for what triggers keep."""

from lindung.billing.services.brought import bring_forward
from lindung.billing.services.credits import Key, ask, grant, refuse
from lindung.billing.services.freeze import freeze
from lindung.billing.services.pay import pay

__all__ = ["Key", "ask", "bring_forward", "freeze", "grant", "pay", "refuse"]
