"""Pages of bills: frozen, paid, held against BPJS's lists, closed; credits, overpayments, totals stated outside."""

from lindung.billing.views.bills import arrears, bill, bills, close, freeze, printed
from lindung.billing.views.comparing import compare, differences
from lindung.billing.views.credits import ask, credits, settle, surplus, surpluses
from lindung.billing.views.paying import pay
from lindung.billing.views.totals import state, totals, withdraw

__all__ = [
    "arrears",
    "ask",
    "bill",
    "bills",
    "close",
    "compare",
    "credits",
    "differences",
    "freeze",
    "pay",
    "printed",
    "settle",
    "state",
    "surplus",
    "surpluses",
    "totals",
    "withdraw",
]
