"""Questions about rupiah billed, paid and claimed back, and about cover over time."""

from lindung.billing.queries.bills import (
    arrears,
    bill_of,
    bills,
    both_sides,
    credits_of,
    differences,
    kinds_of,
    newest_invoice,
    unfinished,
)
from lindung.billing.queries.figures import AS_OF, STAGES
from lindung.billing.queries.outlook import Alarm, Group, ahead, coming, lapses_on, names_of, outlook, state_of
from lindung.billing.queries.standing import Horizon, alarms, cliff, history, standings
from lindung.billing.queries.totals import outside_totals

__all__ = [
    "AS_OF",
    "STAGES",
    "Alarm",
    "Group",
    "Horizon",
    "ahead",
    "alarms",
    "arrears",
    "bill_of",
    "bills",
    "both_sides",
    "cliff",
    "coming",
    "credits_of",
    "differences",
    "history",
    "kinds_of",
    "lapses_on",
    "names_of",
    "newest_invoice",
    "outlook",
    "outside_totals",
    "standings",
    "state_of",
    "unfinished",
]
