"""The verbs of distribution, the only writers of its tables."""

from lindung.distribution.services.events import hold_event
from lindung.distribution.services.handover import hand_over, take_back
from lindung.distribution.services.items import make_items, move_items

__all__ = ["hand_over", "hold_event", "make_items", "move_items", "take_back"]
