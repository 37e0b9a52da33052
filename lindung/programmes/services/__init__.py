"""The verbs of programmes: the only writer of this room's tables, but for the counters that triggers keep."""

from lindung.programmes.services.quota import set_quota
from lindung.programmes.services.scans import keep_scan
from lindung.programmes.services.setup import (
    PAYERS,
    Share,
    Tariff,
    allocate,
    create_funder,
    create_programme,
    is_within,
    lock_counters,
    sign_agreement,
    sign_decree,
)

__all__ = [
    "PAYERS",
    "Share",
    "Tariff",
    "allocate",
    "create_funder",
    "create_programme",
    "is_within",
    "keep_scan",
    "lock_counters",
    "set_quota",
    "sign_agreement",
    "sign_decree",
]
