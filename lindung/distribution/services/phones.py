"""Phones are enrolled and revoked."""

from __future__ import annotations

import secrets
from datetime import date

from lindung.accounts.models import User
from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.distribution import acts, problems
from lindung.distribution.models import Device
from lindung.kernel.problem import Refused


@verb
def enrol_device(*, officer: User, public: bytes, name: str, actor: Actor, on: date) -> Device:
    """Enter a phone by its public key (uncompressed P-256 point). The same key again is the same phone.

    Refused: SYNC-05 for a key that is none, SYNC-06 for a key of another officer or one revoked.
    """
    try:
        acts.public_key(public)
    except ValueError as trouble:
        raise Refused(problems.BAD_DEVICE_KEY.problem()) from trouble
    device, made = Device.objects.get_or_create(
        code=acts.code_of(public),
        defaults={
            "public": public.hex(),
            "officer": officer,
            "name": name.strip()[:80] or "ponsel",
            "secret": secrets.token_bytes(32),
            "enrolled_on": on,
        },
    )
    if device.officer_id != officer.pk or device.revoked_on:
        raise Refused(problems.DEVICE_NOT_YOURS.problem(code=device.code))
    if made:
        record(actor=actor, verb="distribution.enrol_device", subject=f"device:{device.code}", on=on)
    return device


@verb
def revoke_device(*, code: str, reason: str, actor: Actor, on: date) -> Device:
    """A phone was lost or is used no more: what it sends from now on is held back. Refused: SYNC-01 unknown."""
    device = Device.objects.select_for_update().filter(code=code).first()
    if device is None:
        raise Refused(problems.UNKNOWN_DEVICE.problem(code=code))
    if device.revoked_on is None:
        device.revoked_on, device.reason = on, reason
        device.save()
        record(actor=actor, verb="distribution.revoke_device", subject=f"device:{code}", on=on, reason=reason)
    return device
