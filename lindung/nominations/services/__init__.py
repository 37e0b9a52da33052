"""The verbs of nominations: the only writer of nominations, checks, annex lines and enrolments."""

from lindung.nominations.services.brought import verify_staged
from lindung.nominations.services.check import enter_checks, rank, verify
from lindung.nominations.services.decree import end_enrolments, name_in_decree, strike_lines
from lindung.nominations.services.propose import propose, propose_staged, withdraw, withdraw_corrected

__all__ = [
    "end_enrolments",
    "enter_checks",
    "name_in_decree",
    "propose",
    "propose_staged",
    "rank",
    "strike_lines",
    "verify",
    "verify_staged",
    "withdraw",
    "withdraw_corrected",
]
