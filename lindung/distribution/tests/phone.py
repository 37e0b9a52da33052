"""A phone as the protocol sees it: a key, numbers, signed texts."""

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

ENROLLED = date(2025, 8, 24)


class Phone:
    """Signs what its officer does; sends nothing by itself."""

    def __init__(self, username: str) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.public = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.code = code_of(self.public)
        self.actor = Actor(username, username)
        self.log: list[Sent] = []

    def enrol(self) -> Phone:
        officer, _ = User.objects.get_or_create(username=self.actor.id, defaults={"name": self.actor.name})
        enrol_device(officer=officer, public=self.public, name="uji", actor=self.actor, on=ENROLLED)
        return self

    def act(self, kind: str, *items: int, **more: Any) -> Sent:
        """The next event of the log, signed."""
        after = digest(self.log[-1].body) if self.log else ""
        about = {"device": self.code, "number": len(self.log) + 1, "kind": kind, "items": list(items)}
        sent = self.sign(json.dumps(about | {"after": after} | more))
        self.log.append(sent)
        return sent

    def sign(self, body: str) -> Sent:
        r, s = decode_dss_signature(self.private.sign(body.encode(), ALGORITHM))
        return Sent(body, r.to_bytes(32) + s.to_bytes(32))

    def send(self, *sent: Sent, on: date, by: Actor | None = None) -> list[Answer]:
        return take_in(device=self.code, sent=list(sent or self.log), actor=by or self.actor, on=on)
