"""Signing keys are made and rotated. The private half is a file, the public half a row."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.conf import settings

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.distribution import problems
from lindung.distribution.models import ProofKey
from lindung.distribution.proof import keyfiles
from lindung.kernel.days import in_words
from lindung.kernel.problem import Refused


@verb
def make_key(*, actor: Actor, on: date) -> ProofKey:
    """The first signing key. Refused where one is in use (KEY-01): that one is rotated."""
    if used := ProofKey.objects.filter(signs_until=None).first():
        raise Refused(problems.KEY_IN_USE.problem(kid=used.kid))
    return _new(actor, on, "distribution.make_key")


def rotate_key(*, trusted_until: date, actor: Actor, on: date) -> ProofKey:
    """A new key takes over; the old one's proofs are believed until that day, its private half is destroyed.

    Refused: KEY-02 no key in use, KEY-03 the day lies before today, KEY-04 the key was made today already.
    """
    new, old = _rotate(trusted_until=trusted_until, actor=actor, on=on)
    keyfiles.destroy(folder(), old)  # after the commit: a rotation that failed must leave the old key usable
    return new


@verb
def _rotate(*, trusted_until: date, actor: Actor, on: date) -> tuple[ProofKey, str]:
    old = ProofKey.objects.select_for_update().filter(signs_until=None).first()
    if old is None:
        raise Refused(problems.NO_KEY.problem())
    if trusted_until < on:
        raise Refused(problems.TRUST_IN_THE_PAST.problem(day=in_words(trusted_until), on=in_words(on)))
    if old.made_on > on:
        raise Refused(problems.KEY_OF_LATER.problem(day=in_words(old.made_on)))
    old.signs_until, old.trusted_until = on, trusted_until
    old.save()
    return _new(actor, on, "distribution.rotate_key", replaces=old.kid), old.kid


def _new(actor: Actor, on: date, name: str, replaces: str | None = None) -> ProofKey:
    kid, public = keyfiles.make(folder())
    key = ProofKey.objects.create(kid=kid, public=public.hex(), made_on=on)
    record(actor=actor, verb=name, subject=f"key:{kid}", on=on, replaces=replaces)
    return key


def folder() -> Path:
    """Where the private halves lie. Refused where a server of one's own was not told (KEY-05)."""
    if not settings.KEY_FOLDER:
        raise Refused(problems.NO_KEY_FOLDER.problem())
    return Path(settings.KEY_FOLDER)


def signing_key() -> tuple[str, bytes]:
    """Id and private half of the key in use. Refused: KEY-02 none, KEY-06 its file cannot be used."""
    used = ProofKey.objects.filter(signs_until=None).first()
    if used is None:
        raise Refused(problems.NO_KEY.problem())
    try:
        return used.kid, keyfiles.read(folder(), used.kid)
    except keyfiles.KeyTrouble as trouble:
        raise Refused(problems.KEY_UNUSABLE.problem(kid=used.kid, why=str(trouble))) from trouble
