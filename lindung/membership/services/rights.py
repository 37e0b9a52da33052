"""Who may do what with a batch: asked by every verb before anything is read or written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from lindung.audit.services import Actor
from lindung.exchange.rights import require
from lindung.membership.models import Batch
from lindung.membership.queries import districts_of

ACTS = {
    "membership.send": "menyerahkan daftar kepada BPJS",
    "membership.answer": "memasukkan jawaban BPJS",
}


def may(actor: Actor, capability: str, on: date, districts: Iterable[str]) -> None:
    """Refuse (EXCHANGE-07) an officer who does not hold the capability in every one of the districts."""
    require(actor, capability, ACTS[capability], on, districts, every=True)


def may_with(batch: Batch, actor: Actor, capability: str, on: date) -> None:
    """Refuse (EXCHANGE-07) an officer who does not hold it wherever the people of this batch live."""
    may(actor, capability, on, districts_of(batch))
