"""The verbs of membership: the only writer of this room's tables, but for the tallies that triggers keep."""

from lindung.membership.services.answer import Answer, Answered, answer
from lindung.membership.services.branches import load_branches
from lindung.membership.services.brought import bring_forward
from lindung.membership.services.send import Sent, send

__all__ = ["Answer", "Answered", "Sent", "answer", "bring_forward", "load_branches", "send"]
