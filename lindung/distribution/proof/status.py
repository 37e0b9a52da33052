"""The signed list of revoked proofs: a Token Status List in a CWT, one bit for each proof's serial.

Small enough to travel with a manifest: 100.000 proofs with 100 revoked are some 300 bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import cbor2
from cwt import COSE, COSEKey
from cwt.exceptions import CWTError

from lindung.distribution.proof.claim import (
    ALGORITHM,
    EDDSA,
    ISSUED,
    KEY_ID,
    day_of,
    public_key,
    public_of,
    seconds_of,
)
from lindung.distribution.proof.keyfiles import kid_of

SUBJECT, STATUS_LIST, TYPE = 2, 65533, 16
NAME, KIND = "lindung:proofs", "application/statuslist+cwt"
LARGEST = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Revoked:
    """Which serials are revoked, and the day of the list."""

    on: date
    bits: bytes

    def __contains__(self, serial: int) -> bool:
        return serial // 8 < len(self.bits) and bool(self.bits[serial // 8] >> (serial % 8) & 1)


def seal_list(revoked: Collection[int], *, on: date, kid: str, private: bytes) -> bytes:
    """The list of these serials as signed bytes."""
    bits = bytearray(max(revoked, default=0) // 8 + 1)
    for serial in revoked:
        bits[serial // 8] |= 1 << serial % 8
    claims = {
        SUBJECT: NAME,
        ISSUED: seconds_of(on),
        STATUS_LIST: {"bits": 1, "lst": zlib.compress(bytes(bits), 9)},
    }
    key = COSEKey.new({1: 1, -1: 6, 3: EDDSA, -4: private, -2: public_of(private)})
    header = {ALGORITHM: EDDSA, KEY_ID: bytes.fromhex(kid), TYPE: KIND}
    return COSE.new().encode_and_sign(cbor2.dumps(claims), key, protected=header, unprotected={})


def open_list(message: bytes, public: bytes) -> Revoked | None:
    """The list, or None where it is not signed by this key or is none."""
    try:
        payload = COSE.new().decode(message, public_key(public, kid_of(public)))
        claims = cbor2.loads(payload)
        packed = zlib.decompressobj()
        return Revoked(day_of(claims[ISSUED]), packed.decompress(claims[STATUS_LIST]["lst"], LARGEST))
    except (ValueError, KeyError, TypeError, zlib.error, CWTError, cbor2.CBORError):
        return None
