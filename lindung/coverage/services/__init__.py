"""The verbs of the ledger: the only writer of postings and entries."""

from lindung.coverage.services.brought import bring_forward, stage_brought
from lindung.coverage.services.by_decree import Prospect, by_decree, foresee_decision, foresee_replacement
from lindung.coverage.services.decide import Decision, decide
from lindung.coverage.services.end import end, end_for_death
from lindung.coverage.services.proposals import accept
from lindung.coverage.services.replace import replace, transfer
from lindung.coverage.services.report import left_behind, report_death, report_move

__all__ = [
    "Decision",
    "Prospect",
    "accept",
    "bring_forward",
    "by_decree",
    "decide",
    "end",
    "end_for_death",
    "foresee_decision",
    "foresee_replacement",
    "left_behind",
    "replace",
    "report_death",
    "report_move",
    "stage_brought",
    "transfer",
]
