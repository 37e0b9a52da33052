"""`lindung cover`, and what the ledger adds to `lindung match` and `lindung lists`, for it sees both sides."""

from lindung.coverage.commands.cover import cover
from lindung.coverage.commands.reversals import lists
from lindung.coverage.commands.review import match

__all__ = ["cover", "lists", "match"]
