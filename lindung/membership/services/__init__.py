"""The verbs of membership: the only writer of this room's tables, but for the tallies that triggers keep."""

from lindung.membership.services.answer import Answered, answer, answer_staged, refuse_other_batch
from lindung.membership.services.branches import load_branches
from lindung.membership.services.brought import bring_forward
from lindung.membership.services.judging import Answer
from lindung.membership.services.rights import may, may_with
from lindung.membership.services.send import Prospect, Sent, foresee, send
from lindung.membership.services.settle import settle

__all__ = [
    "Answer",
    "Answered",
    "Prospect",
    "Sent",
    "answer",
    "answer_staged",
    "bring_forward",
    "foresee",
    "load_branches",
    "may",
    "may_with",
    "refuse_other_batch",
    "send",
    "settle",
]
