"""Lists of premiums: bills and what is told of them, members by what is paid, seats by the day they end."""

from lindung.billing.tables.bills import Arrears, Bills, Credits, Differences, Lines, Surpluses
from lindung.billing.tables.members import STATES, Endings, Members

__all__ = [
    "STATES",
    "Arrears",
    "Bills",
    "Credits",
    "Differences",
    "Endings",
    "Lines",
    "Members",
    "Surpluses",
]
