"""A field officer's phone without the browser: it signs acts and sends them through the real protocol."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lindung.accounts.models import User
from lindung.audit.services import Actor
from lindung.distribution.acts import ALGORITHM, code_of, digest
from lindung.distribution.services.phones import enrol_device
from lindung.distribution.services.sync import Answer, Sent, take_in

BATCH = 500


class Phone:
    """One enrolled phone and its log."""

    def __init__(self, officer: User, name: str, *, actor: Actor, on: date) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        public = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        enrol_device(officer=officer, public=public, name=name, actor=actor, on=on)
        self.code = code_of(public)
        self.actor = Actor(officer.username, officer.name)
        self.log: list[Sent] = []

    def act(self, kind: str, items: list[int], **more: Any) -> None:
        after = digest(self.log[-1].body) if self.log else ""
        about = {"device": self.code, "number": len(self.log) + 1, "kind": kind, "items": items, "after": after}
        body = json.dumps(about | more, ensure_ascii=False)
        r, s = decode_dss_signature(self.private.sign(body.encode(), ALGORITHM))
        self.log.append(Sent(body, r.to_bytes(32) + s.to_bytes(32)))

    def send_all(self, *, on: date) -> list[Answer]:
        """Every event, in the batches in which a phone sends them."""
        answers: list[Answer] = []
        for start in range(0, len(self.log), BATCH):
            part = self.log[start : start + BATCH]
            answers += take_in(device=self.code, sent=part, actor=self.actor, on=on)
        return answers
