"""The verbs of exchange: keeping what went out and what came in, and saying so when a file was refused."""

from lindung.exchange.services.drop import drop
from lindung.exchange.services.messages import hand_over, known, receive, told_when_refused

__all__ = ["drop", "hand_over", "known", "receive", "told_when_refused"]
