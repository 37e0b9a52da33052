"""Files of the round trip to BPJS: the list that goes out, the answers that come back."""

from lindung.membership.imports.answers import still_open, take_in
from lindung.membership.imports.lists import hand_over, hand_over_ends

__all__ = ["hand_over", "hand_over_ends", "still_open", "take_in"]
