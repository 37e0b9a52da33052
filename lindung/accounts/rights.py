"""Who may do what: one table of roles and capabilities. A page declares the capability it needs (guards.py).

A role is held in a region (models.Role); a capability counts there and in every region inside it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoleName(models.TextChoices):
    VILLAGE = "village", _("Operator desa/kecamatan")
    OPERATOR = "operator", _("Operator kabupaten")
    VERIFIER = "verifier", _("Verifikator kabupaten")
    DECIDER = "decider", _("Penetap kabupaten")
    MANAGER = "manager", _("Pengelola provinsi")
    FINANCE = "finance", _("Petugas keuangan")
    BPJS = "bpjs", _("Petugas BPJS Ketenagakerjaan")
    BANK = "bank", _("Petugas bank")
    FIELD = "field", _("Petugas lapangan")
    AUDITOR = "auditor", _("Pemeriksa")
    LEADER = "leader", _("Pimpinan")


# Whoever decides, pays or lets others in signs in with a second factor too.
WITH_SECOND_FACTOR = frozenset({RoleName.DECIDER, RoleName.MANAGER, RoleName.FINANCE, RoleName.BPJS, RoleName.BANK})

VILLAGE, OPERATOR, VERIFIER, DECIDER, MANAGER, FINANCE, BPJS, BANK, FIELD, AUDITOR, LEADER = RoleName
EVERYBODY = frozenset(RoleName)
# The auditor reads all and changes nothing; the leader sees figures alone.
_DISTRICT = frozenset({OPERATOR, VERIFIER, DECIDER})
_GOVERNMENT = _DISTRICT | {VILLAGE, MANAGER, FINANCE}

CAPABILITIES: dict[str, frozenset[RoleName]] = {
    "figures.read": EVERYBODY,
    "law.read": EVERYBODY,
    "people.read": _GOVERNMENT | {BPJS, BANK, FIELD, AUDITOR},
    "people.reveal": _DISTRICT | {VILLAGE, MANAGER, BPJS, BANK, AUDITOR},
    "people.change": frozenset({VILLAGE, OPERATOR, MANAGER}),
    "people.report": frozenset({VILLAGE, OPERATOR, VERIFIER, MANAGER, FIELD, BPJS}),
    "matching.read": _DISTRICT | {MANAGER, AUDITOR},
    "matching.decide": frozenset({OPERATOR, VERIFIER, MANAGER}),
    "intake.read": _DISTRICT | {VILLAGE, MANAGER, AUDITOR},
    "intake.upload": frozenset({VILLAGE, OPERATOR, MANAGER}),
    "nominations.read": _GOVERNMENT | {AUDITOR},
    "nominations.propose": frozenset({VILLAGE, OPERATOR, MANAGER}),
    "nominations.verify": frozenset({VERIFIER}),
    "programmes.read": _GOVERNMENT | {BPJS, BANK, AUDITOR},
    "programmes.change": frozenset({OPERATOR, MANAGER}),
    "coverage.read": _GOVERNMENT | {BPJS, AUDITOR},
    "coverage.decide": frozenset({DECIDER}),
    "membership.read": _DISTRICT | {MANAGER, FINANCE, BPJS, AUDITOR},
    "membership.send": frozenset({MANAGER, BPJS}),
    "membership.answer": frozenset({BPJS}),
    "membership.reveal": _DISTRICT | {MANAGER, BPJS, AUDITOR},  # exchanged files: whole numbers stand in them
    "billing.read": frozenset({DECIDER, MANAGER, FINANCE, BPJS, AUDITOR}),
    "billing.freeze": frozenset({MANAGER, BPJS}),
    "billing.compare": frozenset({MANAGER, FINANCE, BPJS}),
    "billing.pay": frozenset({FINANCE}),
    "banking.read": frozenset({OPERATOR, MANAGER, FINANCE, BANK, AUDITOR}),
    "banking.consent": frozenset({OPERATOR, MANAGER, BANK}),
    "banking.send": frozenset({MANAGER, BANK}),
    "banking.answer": frozenset({BANK}),
    "banking.money.read": frozenset({MANAGER, FINANCE, BANK, AUDITOR}),
    "banking.order": frozenset({MANAGER, FINANCE}),
    "distribution.read": _DISTRICT | {VILLAGE, MANAGER, BPJS, BANK, FIELD, AUDITOR},
    "distribution.plan": frozenset({OPERATOR, MANAGER, BPJS, BANK}),
    "distribution.hand_over": frozenset({VILLAGE, FIELD}),
    "distribution.type": frozenset({VILLAGE, OPERATOR, MANAGER, FIELD}),
    "claims.read": _GOVERNMENT | {BPJS, AUDITOR},
    "claims.report": frozenset({VILLAGE, OPERATOR, FIELD}),
    "claims.answer": frozenset({BPJS}),
    "accounts.read": frozenset({MANAGER, AUDITOR}),
    "accounts.manage": frozenset({MANAGER}),
    "audit.read": frozenset({MANAGER, AUDITOR}),
    "ui.gallery": EVERYBODY,
}


def roles_with(capability: str) -> frozenset[RoleName]:
    """Roles that have it. Raises KeyError for a capability that does not stand in the table."""
    return CAPABILITIES[capability]


@dataclass(frozen=True, slots=True)
class Access:
    """Stands on a model as `seen`: the capability its rows need and the path to the region a row counts for.

    `region`: path of fields to a Region ("village", "addresses__village"); several: any of them may fit; none: only
    a whole province sees the rows. `from_inside`: a row of the province is also seen from a district inside it.
    """

    needs: str
    region: tuple[str, ...] = ()
    from_inside: bool = False
