"""Commands: `lindung keys`, `lindung card`."""

from lindung.distribution.commands.cards import card
from lindung.distribution.commands.keys import keys

__all__ = ["card", "keys"]
