"""Commands: `lindung card`, `device`, `event`, `items`, `keys`."""

from lindung.distribution.commands.cards import card
from lindung.distribution.commands.events import event
from lindung.distribution.commands.items import device, items
from lindung.distribution.commands.keys import keys

__all__ = ["card", "device", "event", "items", "keys"]
