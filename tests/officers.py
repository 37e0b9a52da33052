"""Officers who sign in, for tests of pages: `signed_in("operator")` is a client of Maria of Malaka."""

from __future__ import annotations

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from lindung.accounts.models import Role, User
from lindung.accounts.rights import WITH_SECOND_FACTOR, RoleName
from tests import cast

PASSWORD = "tenun-ikat-malaka"
# The cast keeps its names: an act on a page is an act of the same actor as in the verbs' tests.
NAMES = {"operator": cast.OPERATOR, "verifier": cast.VERIFIER, "decider": cast.DECIDER, "finance": cast.FINANCE}
PROVINCIAL = {"manager", "auditor", "leader"}


def officer(role: str, region: str = "", *, second_factor: bool = True) -> User:
    """An account with this role since the launch; in Malaka, or NTT for who serves the province."""
    place = region or (cast.NTT if role in PROVINCIAL else cast.MALAKA)
    known = NAMES.get(role) if place == cast.MALAKA else None
    username = known.id if known else f"{role}.{place.replace('.', '')}"
    if there := User.objects.filter(username=username).first():
        return there
    user = User.objects.create_user(
        username, password=PASSWORD, name=known.name if known else f"Petugas {username}"
    )
    Role.objects.create(user=user, name=role, region_id=place, since=cast.LAUNCH, given_by="tests")
    if second_factor and RoleName(role) in WITH_SECOND_FACTOR:
        TOTP.activate(user, generate_totp_secret())
    return user


def signed_in(role: str, region: str = "") -> Client:
    client = Client()
    client.force_login(officer(role, region))
    return client
