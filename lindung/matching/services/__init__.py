"""The verbs of matching: the only writer of keys, pairs, verdicts, and of what lists say."""

from lindung.matching.services.correcting import Corrected, correct, correct_nik, move, rebuild
from lindung.matching.services.finding import Found, enter, find
from lindung.matching.services.listing import LISTS, compare_list, decide_listed, keep_list, revoke_list
from lindung.matching.services.verdicts import decide, undo

__all__ = [
    "LISTS",
    "Corrected",
    "Found",
    "compare_list",
    "correct",
    "correct_nik",
    "decide",
    "decide_listed",
    "enter",
    "find",
    "keep_list",
    "move",
    "rebuild",
    "revoke_list",
    "undo",
]
