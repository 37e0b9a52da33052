"""Pages of premiums: bills frozen, paid, compared, closed; credits, totals; who is paid through when."""

from lindung.billing.views.bills import arrears, bill, bills, close, freeze, printed
from lindung.billing.views.comparing import compare, differences
from lindung.billing.views.credits import ask, credits, settle, surplus, surpluses
from lindung.billing.views.paying import pay
from lindung.billing.views.standing import cliff, endings, members, standing
from lindung.billing.views.totals import state, totals, withdraw

__all__ = [
    "arrears",
    "ask",
    "bill",
    "bills",
    "cliff",
    "close",
    "compare",
    "credits",
    "differences",
    "endings",
    "freeze",
    "members",
    "pay",
    "printed",
    "settle",
    "standing",
    "state",
    "surplus",
    "surpluses",
    "totals",
    "withdraw",
]
