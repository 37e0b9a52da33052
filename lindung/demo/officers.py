"""The officers of the demo: one per role in a few regions, all with one printed password."""

from __future__ import annotations

from datetime import date

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt

from lindung.accounts.models import User
from lindung.accounts.rights import WITH_SECOND_FACTOR, RoleName
from lindung.accounts.services import give_role, open_account
from lindung.audit.services import Actor
from lindung.config import database

PASSWORD = "tenun-ikat-rekaan"  # noqa: S105  (of invented people; the demo's own database alone)
SINCE = date(2024, 11, 25)
KEEPER = Actor("lindung demo", "Cerita rekaan")
# (account, name, role, region): the province, two districts, a subdistrict and a village.
OFFICERS = (
    ("maria", "Maria Seuk", RoleName.OPERATOR, "53.21"),
    ("yosef", "Yosef Nahak", RoleName.VERIFIER, "53.21"),
    ("stefania", "Stefania Bere", RoleName.DECIDER, "53.21"),
    ("martinus", "Martinus Fahik", RoleName.VILLAGE, "53.21.01"),
    ("benedikta", "Benedikta Hoar", RoleName.VILLAGE, "53.21.01.2001"),
    ("kristina", "Kristina Lamak", RoleName.OPERATOR, "53.13"),
    ("gregorius", "Gregorius Wuwur", RoleName.VERIFIER, "53.13"),
    ("theresia", "Theresia Kedang", RoleName.DECIDER, "53.13"),
    ("anton", "Antonius Lobo", RoleName.DECIDER, "53"),
    ("rosalia", "Rosalia Ndun", RoleName.MANAGER, "53"),
    ("paulus", "Paulus Klau", RoleName.FINANCE, "53"),
    ("wahyu", "Wahyu Pratama", RoleName.BPJS, "53"),
    ("dewi", "Dewi Manafe", RoleName.BANK, "53"),
    ("nikodemus", "Nikodemus Bria", RoleName.FIELD, "53.21"),
    ("agnes", "Agnes Kolo", RoleName.AUDITOR, "53"),
    ("gubernur", "Gubernur (rekaan)", RoleName.LEADER, "53"),
)


def open_accounts(*, anywhere: bool = False) -> None:
    """Each account once; in the demo's own database only, unless the caller's database is as invented."""
    if not (anywhere or database.is_demo()):
        return
    known = set(User.objects.values_list("username", flat=True))
    for username, name, role, region in OFFICERS:
        if username not in known:
            user = open_account(username=username, name=name, password=PASSWORD, actor=KEEPER, on=SINCE)
            give_role(user=user, role=role, region=region, actor=KEEPER, on=SINCE)
            if role in WITH_SECOND_FACTOR:
                TOTP.activate(user, generate_totp_secret())


def code_of(username: str) -> str | None:
    """The code that this officer's authenticator app would show now; None where there is none to give away."""
    held = Authenticator.objects.filter(user__username=username, type=Authenticator.Type.TOTP).first()
    if held is None or not database.is_demo():
        return None
    counters = list(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(decrypt(held.data["secret"]), counters[len(counters) // 2])))


def introduction() -> list[str]:
    """Who may sign in, in words for the terminal."""
    lines = [f"Masuk dengan kata sandi {PASSWORD} sebagai:"]
    for username, name, role, region in OFFICERS:
        second = f"; kode kedua: lindung demo --code {username}" if role in WITH_SECOND_FACTOR else ""
        lines.append(f"  {username:<11}{name}, {role.label}, {region}{second}")
    return lines
