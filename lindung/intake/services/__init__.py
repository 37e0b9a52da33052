"""The verbs of intake: a workbook is taken in whole or not at all; what came on a page is kept whatever it is."""

from lindung.intake.services.delivering import Handed, deliver, take_in_arrival, try_again
from lindung.intake.services.looking import hand_out, hand_out_letter, look_at
from lindung.intake.services.mending import mend
from lindung.intake.services.receiving import Outcome, copy, receive

__all__ = [
    "Handed", "Outcome", "copy", "deliver", "hand_out", "hand_out_letter", "look_at", "mend", "receive",
    "take_in_arrival", "try_again",
]  # fmt: skip
