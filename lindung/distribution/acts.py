"""What a phone says it did: the JSON it signs, read and judged. No Django, no clock.

    {"device": "9f…", "number": 12, "kind": "handover", "items": [41, 42], "event": 7,
     "proxy": {"name": "…", "relation": "…", "letter": "…"}, "note": "…", "after": "5e…", "clock": "…", …}

`after` is the SHA-256 of the text before it: who believes an event believes the one it names (`sync`).
`clock`, `position`, `sign` (strokes of the signature) and `photo` are kept as told. The signature is ECDSA P-256
with SHA-256 over the UTF-8 bytes of that very text, r and s as 64 bytes: what WebCrypto makes in every Chromium.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

HANDOVER, RETURN, CORRECTION, NOTE = "handover", "return", "correction", "note"
KINDS = (HANDOVER, RETURN, CORRECTION, NOTE)
REASONS = {
    "refused": "menolak",
    "moved": "pindah",
    "died": "meninggal dunia",
    "wrong_name": "nama salah",
    "damaged": "rusak",
}
LARGEST_BODY = 120_000  # letters: a thumb photo of 60 kB in Base64 and a signature
MOST_ITEMS, LONGEST_TEXT = 20, 500
ALGORITHM = ec.ECDSA(hashes.SHA256())


class Malformed(ValueError):
    """The signed text is no act that we know."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act, read. `proxy` is empty when the owner received it; `reason` is set on returns."""

    number: int
    kind: str
    items: tuple[int, ...] = ()
    event: int | None = None
    corrects: int | None = None
    proxy: str = ""
    letter: str = ""
    reason: str = ""
    note: str = ""
    body: str = field(default="", repr=False)


def code_of(public: bytes) -> str:
    """A phone's code: it names its own public key, so a file from it can be told."""
    return hashlib.sha256(public).hexdigest()[:16]


def public_key(point: bytes) -> ec.EllipticCurvePublicKey:
    """From the uncompressed point. Raises ValueError for anything else."""
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)


def signed(body: str, signature: bytes, key: ec.EllipticCurvePublicKey) -> bool:
    if len(signature) != 64:
        return False
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    try:
        key.verify(encode_dss_signature(r, s), body.encode(), ALGORITHM)
    except (InvalidSignature, UnicodeEncodeError):
        return False
    return True


def parse(body: str) -> dict[str, Any]:
    """What the text says, before anything is believed; empty where it is no JSON object of a fair size."""
    try:
        said = json.loads(body) if len(body) <= LARGEST_BODY else {}
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def digest(body: str) -> str:
    """What the next event of a phone says of this one, as `after`: SHA-256 of its text, in hex."""
    return hashlib.sha256(body.encode(errors="surrogatepass")).hexdigest()


def number_of(said: Mapping[str, Any]) -> int:
    """The number it claims, or 0."""
    number = said.get("number")
    return int(number) if _is_number(number) and number < 2**31 else 0


def read(body: str, *, device: str, said: Mapping[str, Any] | None = None) -> Act:
    """The act in a signed text of this phone (`said`: the text parsed). Raises Malformed with what is wrong."""
    said = parse(body) if said is None else said
    if said.get("device") != device:
        raise Malformed("bukan dari ponsel ini")
    number, kind = number_of(said), said.get("kind")
    if not number:
        raise Malformed("nomornya tidak ada")
    if kind not in KINDS:
        raise Malformed("jenisnya tidak dikenal")
    proxy, letter = _proxy(said.get("proxy"))
    act = Act(
        number=number,
        kind=kind,
        items=_items(said.get("items", [])),
        event=_optional(said, "event"),
        corrects=_optional(said, "corrects") if kind == CORRECTION else None,
        proxy=proxy,
        letter=letter,
        reason=_reason(said.get("reason")) if kind == RETURN else "",
        note=_text(said.get("note", "")),
        body=body,
    )
    if kind in (HANDOVER, RETURN) and not act.items:
        raise Malformed("tidak menyebut barang")
    if kind == CORRECTION and not 0 < (act.corrects or 0) < act.number:
        raise Malformed("tidak menyebut catatan yang dibetulkan")
    return act


def _is_number(value: Any) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _optional(said: Mapping[str, Any], name: str) -> int | None:
    value = said.get(name)
    if value is not None and (not _is_number(value) or value >= 2**63):
        raise Malformed(f"{name} bukan angka")
    return value


def _items(value: Any) -> tuple[int, ...]:
    if not isinstance(value, list) or len(value) > MOST_ITEMS or not all(_is_number(one) for one in value):
        raise Malformed("daftar barangnya keliru")
    if any(one >= 2**63 for one in value):
        raise Malformed("daftar barangnya keliru")
    return tuple(dict.fromkeys(value))


def _proxy(value: Any) -> tuple[str, str]:
    """(name and relation, letter)."""
    if value is None:
        return "", ""
    if not isinstance(value, dict) or not _text(value.get("name", "")):
        raise Malformed("wakilnya tidak bernama")
    name, relation = _text(value["name"]), _text(value.get("relation", ""))
    return f"{name} ({relation})" if relation else name, _text(value.get("letter", ""))


def _reason(value: Any) -> str:
    if value not in REASONS:
        raise Malformed("alasan pengembaliannya tidak dikenal")
    return REASONS[value]


def _text(value: Any) -> str:
    # A lone surrogate or a NUL is no text that a database could keep.
    odd = not isinstance(value, str) or any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in value)
    if odd or len(value) > LONGEST_TEXT:
        raise Malformed("isiannya terlalu panjang atau bukan tulisan")
    return value.strip()
