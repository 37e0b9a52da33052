"""The verbs of the ledger: the only writer of postings and entries."""

from lindung.coverage.services.brought import bring_forward, stage_brought
from lindung.coverage.services.decide import Decision, decide
from lindung.coverage.services.end import end, end_for_death
from lindung.coverage.services.proposals import accept
from lindung.coverage.services.replace import replace, transfer
from lindung.coverage.services.report import left_behind, report_death, report_move

__all__ = [
    "Decision",
    "accept",
    "bring_forward",
    "decide",
    "end",
    "end_for_death",
    "left_behind",
    "replace",
    "report_death",
    "report_move",
    "stage_brought",
    "transfer",
]
