"""Is this proof genuine? The clock, the keys and the revoked ones are passed in."""

from __future__ import annotations

from collections.abc import Collection, Container
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from lindung.distribution.proof.claim import EXPIRES, NOT_BEFORE, Content, Unreadable, day_of, read, signed_by


class Verdict(StrEnum):
    """Every outcome of a look at a proof; only GENUINE is accepted."""

    GENUINE = "genuine"
    UNREADABLE = "unreadable"
    FOREIGN = "foreign"
    FORGED = "forged"
    OLD_KEY = "old_key"
    EXPIRED = "expired"
    REVOKED = "revoked"


WORDS = {
    Verdict.GENUINE: "Asli. Terdaftar; untuk bulan yang terlindungi, tanyakan halaman status.",
    Verdict.UNREADABLE: "Kode ini bukan bukti kepesertaan. Pindai ulang, atau cari namanya pada daftar.",
    Verdict.FOREIGN: "Bukti ini dari penerbit lain. Minta kartu dari penerbit kita, atau perbarui daftar kunci.",
    Verdict.FORGED: "Tanda tangannya tidak cocok: bukti ini palsu atau rusak. Tahan dan laporkan.",
    Verdict.OLD_KEY: "Ditandatangani dengan kunci lama yang tidak berlaku lagi. Cetak bukti baru.",
    Verdict.EXPIRED: "Bukti ini di luar masa berlakunya. Cetak bukti baru.",
    Verdict.REVOKED: "Bukti ini sudah dicabut. Cari bukti penggantinya pada daftar.",
}


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A public key and the days on which it signed and is believed."""

    kid: str
    public: bytes
    made_on: date = date.min
    signs_until: date | None = None
    trusted_until: date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a look found; `content` is there as soon as the code could be read, genuine or not."""

    verdict: Verdict
    content: Content | None = None


def examine(text: str, *, keys: Collection[TrustedKey], revoked: Container[str], at: date) -> Finding:
    """Look at the text of a QR code on the day `at`. `revoked` holds proof numbers."""
    try:
        sealed = read(text)
        content = sealed.content
    except (Unreadable, OverflowError, OSError):
        return Finding(Verdict.UNREADABLE)
    # A proof of ours names its key; the specification also allows none, and then every key is tried.
    known = [key for key in keys if sealed.kid in (key.kid, "")]
    if not known:
        return Finding(Verdict.FOREIGN, content)
    signer = next((key for key in known if signed_by(sealed.message, key.public, sealed.kid)), None)
    if signer is None:
        return Finding(Verdict.FORGED if sealed.kid else Verdict.FOREIGN, content)
    if _outside(signer, content.issued_on, at):
        return Finding(Verdict.OLD_KEY, content)
    expires, begins = (sealed.claims.get(claim) for claim in (EXPIRES, NOT_BEFORE))
    if (expires is not None and at > day_of(expires)) or (begins is not None and at < day_of(begins)):
        return Finding(Verdict.EXPIRED, content)
    return Finding(Verdict.REVOKED if content.number in revoked else Verdict.GENUINE, content)


def _outside(key: TrustedKey, issued_on: date, at: date) -> bool:
    """Past its trust, or a proof dated when the key did not sign: who stole an old key gains nothing by it."""
    if key.trusted_until and at > key.trusted_until:
        return True
    too_late = key.signs_until is not None and issued_on > key.signs_until
    return too_late or (key.made_on > date.min and issued_on < key.made_on - timedelta(days=1))
