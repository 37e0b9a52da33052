"""Questions about proofs of enrolment and the keys that signed them."""

from __future__ import annotations

import base64
from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from lindung.distribution.models import Proof, ProofKey
from lindung.distribution.models.proofs import proof_number
from lindung.distribution.proof.printing import Card
from lindung.distribution.proof.verdict import TrustedKey
from lindung.kernel.days import in_figures


def trusted_keys() -> list[TrustedKey]:
    """Every key that ever signed, with the days on which it signed and is believed."""
    return [
        TrustedKey(key.kid, bytes.fromhex(key.public), key.made_on, key.signs_until, key.trusted_until)
        for key in ProofKey.objects.order_by("made_on", "kid")
    ]


def revoked_numbers() -> set[str]:
    serials = Proof.objects.filter(revoked_on__isnull=False).values_list("pk", flat=True)
    return {proof_number(serial) for serial in serials}


def to_print(
    *, programme: int, district: str | None = None, village: str | None = None, again: bool = False
) -> list[Card]:
    """Proofs in force by district, village and name; those printed before only `again`."""
    found: QuerySet[Proof] = Proof.objects.filter(enrolment__programme_id=programme, revoked_on=None)
    if district:
        found = found.filter(enrolment__district_id=district)
    if village:
        found = found.filter(enrolment__nomination__village_id=village)
    if not again:
        found = found.filter(printed_on=None)
    ordered = found.order_by("enrolment__nomination__village_id", "name", "pk")
    return [
        Card(pk, proof_number(pk), name, born, place, in_figures(issued), bytes(sealed))
        for pk, name, born, place, issued, sealed in ordered.values_list(
            "pk", "name", "birth_year", "village", "issued_on", "sealed"
        )
    ]


def key_set(keys: Collection[TrustedKey]) -> dict[str, object]:
    """The public keys as a JSON Web Key Set (RFC 7517, RFC 8037), with the days on which each is believed."""
    return {"keys": [_web_key(key) for key in keys]}


def _web_key(key: TrustedKey) -> dict[str, object]:
    return {
        "kty": "OKP",
        "crv": "Ed25519",
        "alg": "EdDSA",
        "use": "sig",
        "kid": key.kid,
        "x": base64.urlsafe_b64encode(key.public).rstrip(b"=").decode(),
        "made_on": key.made_on.isoformat(),
        "signs_until": key.signs_until and key.signs_until.isoformat(),
        "trusted_until": key.trusted_until and key.trusted_until.isoformat(),
    }


def read_key_set(words: dict[str, list[dict[str, str | None]]]) -> list[TrustedKey]:
    """The keys of a set written by `key_set`. Raises KeyError, ValueError on anything else."""
    return [
        TrustedKey(
            kid=str(entry["kid"]),
            public=base64.urlsafe_b64decode(f"{entry['x']}="),
            made_on=_day(entry.get("made_on")) or date.min,
            signs_until=_day(entry.get("signs_until")),
            trusted_until=_day(entry.get("trusted_until")),
        )
        for entry in words["keys"]
    ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
