"""Items, moves, boxes, events, handovers, proofs of enrolment, phones and what they sent."""

from lindung.distribution.models.consignments import Box, Consignment, Packed
from lindung.distribution.models.events import Event, Invitation, PaperEntry
from lindung.distribution.models.handovers import Handover, ProxyRule
from lindung.distribution.models.items import Item, ItemMove
from lindung.distribution.models.proofs import Proof, ProofKey
from lindung.distribution.models.sync import Device, DeviceEvent, HandoverCase

__all__ = [
    "Box",
    "Consignment",
    "Device",
    "DeviceEvent",
    "Event",
    "Handover",
    "HandoverCase",
    "Invitation",
    "Item",
    "ItemMove",
    "Packed",
    "PaperEntry",
    "Proof",
    "ProofKey",
    "ProxyRule",
]
