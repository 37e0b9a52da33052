"""Items, moves, events, handovers, proofs of enrolment, phones and what they sent."""

from lindung.distribution.models.events import Event
from lindung.distribution.models.handovers import Handover, ProxyRule
from lindung.distribution.models.items import Item, ItemMove
from lindung.distribution.models.proofs import Proof, ProofKey
from lindung.distribution.models.sync import Device, DeviceEvent, HandoverCase

__all__ = [
    "Device",
    "DeviceEvent",
    "Event",
    "Handover",
    "HandoverCase",
    "Item",
    "ItemMove",
    "Proof",
    "ProofKey",
    "ProxyRule",
]
