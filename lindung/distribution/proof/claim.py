"""A proof of enrolment as MOSIP Claim 169: CBOR claims, COSE_Sign1 with Ed25519, zlib, Base45.

Specification: mosip/id-claim-169, RFC 8392 (CWT), RFC 9052 (COSE). Sealed bytes are the CWT before zlib; `text_of`
is what the QR code says. The claim has no place for a year of birth alone nor for a programme, and a first of
January would be untrue, so both travel as private CWT claims (RFC 8392, below -65536).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import base45
import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cwt import COSE, COSEKey
from cwt.cose_key_interface import COSEKeyInterface
from cwt.exceptions import CWTError

ISSUER, EXPIRES, NOT_BEFORE, ISSUED, CLAIM_169 = 1, 4, 5, 6, 169
PROGRAMME, BIRTH_YEAR = -65537, -65538
ID, FULL_NAME, ADDRESS = 1, 4, 10  # keys inside Claim 169
ALGORITHM, KEY_ID, EDDSA = 1, 4, -8  # COSE header labels and the algorithm
# QR version 11 at level M takes 366 letters, which are 244 bytes: what is longer is cut, as any card printer does.
NAME_BYTES, PLACE_BYTES, PROGRAMME_BYTES, ISSUER_BYTES = 40, 34, 16, 14
LARGEST = 64 * 1024  # bytes after zlib: a proof has some 200, the specification's largest example some 1.000


class Unreadable(ValueError):
    """The text is no Claim 169: wrong letters, wrong compression, wrong structure."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a proof says. Never the NIK, never months of cover."""

    number: str
    name: str
    birth_year: int | None
    place: str
    programme: str
    issued_on: date
    issuer: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """A proof as read, its signature not yet looked at."""

    message: bytes
    kid: str
    claims: dict[int, Any]

    @property
    def content(self) -> Content:
        about = self.claims[CLAIM_169]
        return Content(
            number=str(about.get(ID, "")),
            name=str(about.get(FULL_NAME, "")),
            birth_year=self.claims.get(BIRTH_YEAR),
            place=str(about.get(ADDRESS, "")),
            programme=str(self.claims.get(PROGRAMME, "")),
            issued_on=day_of(self.claims.get(ISSUED, 0)),
            issuer=str(self.claims.get(ISSUER, "")),
        )


def sealer(kid: str, private: bytes) -> Callable[[Content], bytes]:
    """A function that signs with this key (raw Ed25519 seed); made once, for many proofs."""
    key = COSEKey.new({1: 1, -1: 6, 3: EDDSA, -4: private, -2: public_of(private)})
    cose, header = COSE.new(), {ALGORITHM: EDDSA, KEY_ID: bytes.fromhex(kid)}

    def seal(content: Content) -> bytes:
        return cose.encode_and_sign(cbor2.dumps(_claims(content)), key, protected=header, unprotected={})

    return seal


def public_of(private: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def _claims(content: Content) -> dict[int, Any]:
    claims: dict[int, Any] = {
        ISSUER: _cut(content.issuer, ISSUER_BYTES),
        ISSUED: seconds_of(content.issued_on),
        PROGRAMME: _cut(content.programme, PROGRAMME_BYTES),
        CLAIM_169: {
            ID: content.number,
            FULL_NAME: _cut(content.name, NAME_BYTES),
            ADDRESS: _cut(content.place, PLACE_BYTES),
        },
    }
    if content.birth_year:
        claims[BIRTH_YEAR] = content.birth_year
    return claims


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore")


def text_of(sealed: bytes) -> str:
    """What the QR code says."""
    return str(base45.b45encode(zlib.compress(sealed, 9)).decode())


def read(text: str) -> Sealed:
    """The proof in a QR code's text. Raises Unreadable; says nothing yet about its signature."""
    try:
        message = _unpacked(base45.b45decode(text.strip()))
        tag = cbor2.loads(message)
        inner = tag.value if tag.tag == 18 else tag.value.value  # CWT may stand under tag 61
        protected = cbor2.loads(inner[0])
        kid = protected.get(KEY_ID) or inner[1].get(KEY_ID) or b""
        claims = cbor2.loads(inner[2])
        if not isinstance(claims[CLAIM_169], dict):
            raise Unreadable("claim 169 is no map")
        return Sealed(message, kid.hex(), claims)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, zlib.error, cbor2.CBORError) as trouble:
        raise Unreadable(str(trouble)) from trouble


def _unpacked(packed: bytes) -> bytes:
    """At most LARGEST bytes: a small code must not unfold into a gigabyte."""
    stream = zlib.decompressobj()
    message = stream.decompress(packed, LARGEST)
    if not stream.eof:
        raise Unreadable("compressed data too long or cut off")
    return message


def signed_by(message: bytes, public: bytes, kid: str = "") -> bool:
    """Whether the COSE_Sign1 message bears this key's signature."""
    try:
        COSE.new().decode(message, public_key(public, kid))
    except (ValueError, CWTError):
        return False
    return True


def public_key(public: bytes, kid: str = "") -> COSEKeyInterface:
    """An Ed25519 public key as COSE wants it; with its id where the message names one."""
    return COSEKey.new({1: 1, -1: 6, 3: EDDSA, -2: public} | ({2: bytes.fromhex(kid)} if kid else {}))


def seconds_of(day: date) -> int:
    """Midnight UTC of the day, in seconds since 1970."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def day_of(seconds: float) -> date:
    return datetime.fromtimestamp(seconds, UTC).date()
