"""Items, moves, events, handovers and proofs of enrolment."""

from lindung.distribution.models.events import Event
from lindung.distribution.models.handovers import Handover
from lindung.distribution.models.items import Item, ItemMove
from lindung.distribution.models.proofs import Proof, ProofKey

__all__ = ["Event", "Handover", "Item", "ItemMove", "Proof", "ProofKey"]
