"""Signing in: second factor, guesses, invitations, devices."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import identify_hasher
from django.test import Client
from django.utils import timezone

from lindung.accounts.models import Role, User
from lindung.accounts.rights import RoleName
from lindung.accounts.services import end_role, give_role, invite, link_for
from lindung.audit.models import Act
from lindung.kernel.problem import Refused
from tests import cast
from tests.officers import PASSWORD, officer, signed_in

pytestmark = pytest.mark.django_db
GOOD = "lontar-di-tepi-pantai-7"


def code_of(user: User) -> str:
    secret = decrypt(Authenticator.objects.get(user=user).data["secret"])
    return str(format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1])))


def send(client: Client, user: User, password: str = PASSWORD):
    return client.post("/masuk/", {"login": user.username, "password": password})


def test_passwords_are_kept_with_argon2():
    assert identify_hasher(officer("operator").password).algorithm == "argon2"


def test_whoever_decides_needs_the_code_too(client):
    user = officer("decider")
    assert send(client, user).headers["Location"] == "/masuk/kode/"
    assert client.get("/ruang-kerja/").status_code == 302
    client.post("/masuk/kode/", {"code": "000000"})
    assert client.get("/ruang-kerja/").status_code == 302
    assert client.post("/masuk/kode/", {"code": code_of(user)}).headers["Location"] == "/ruang-kerja/"
    assert client.get("/ruang-kerja/").status_code == 200


def test_without_a_second_factor_a_decider_is_led_to_set_one_up(client):
    client.force_login(officer("decider", second_factor=False))
    assert client.get("/ruang-kerja/").headers["Location"] == "/akun/langkah-kedua/"
    assert client.get("/akun/langkah-kedua/").status_code == 200


def test_an_operator_needs_no_code(client):
    assert send(client, officer("operator")).headers["Location"] == "/ruang-kerja/"


def test_secrets_of_apps_lie_encrypted():
    user = officer("finance")
    kept = Authenticator.objects.get(user=user).data["secret"]
    assert kept != decrypt(kept)


def test_the_sixth_guess_is_not_even_looked_at(client):
    user = officer("operator")
    for _ in range(5):
        assert "tidak cocok" in send(client, user, "salah").text
    assert "Terlalu banyak percobaan" in send(client, user).text
    assert client.get("/ruang-kerja/").status_code == 302


def test_guesses_are_counted_for_every_worker_together():
    """The counters lie in the database: another process sees them."""
    from django.db import connection

    send(Client(), officer("operator"), "salah")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM lindung_cache")
        assert cursor.fetchone()[0] > 0


def test_nobody_opens_an_account_for_himself(client):
    assert client.get("/masuk/daftar/").status_code == 404
    assert client.get("/signup/").status_code == 404


def invited() -> User:
    return invite(username="yuliana", name="Yuliana Abuk", role=RoleName.OPERATOR, region=cast.MALAKA, until=None,
                  actor=cast.DECIDER, on=timezone.localdate())  # fmt: skip


def test_an_invitation_sets_the_password_once(client):
    link = link_for(invited())
    page = client.get(link)
    assert "Yuliana Abuk" in page.text
    weak = client.post(link, {"password1": "12345678", "password2": "12345678"})
    assert weak.status_code == 200
    differing = client.post(link, {"password1": GOOD, "password2": "lain-lain-saja-9"})
    assert "berbeda" in differing.text
    assert client.post(link, {"password1": GOOD, "password2": GOOD}).headers["Location"] == "/masuk/"
    assert client.get(link).status_code == 410
    assert send(client, User.objects.get(username="yuliana"), GOOD).headers["Location"] == "/ruang-kerja/"


def test_a_made_up_invitation_is_refused(client):
    link = link_for(invited())
    assert client.get(link[:-3] + "x/").status_code == 410
    assert client.get("/undangan/%2E%2E/abc/").status_code in (404, 410)


def test_a_manager_invites_in_the_own_region_only_and_sees_the_link_once():
    client = signed_in("manager", cast.MALAKA)
    filled = {"username": "petrus", "name": "Petrus Klau", "role": "operator", "region": cast.BELU}
    assert "di luar wewenang" in client.post("/petugas/undang/", filled).text
    assert not User.objects.filter(username="petrus").exists()
    answer = client.post("/petugas/undang/", filled | {"region": "53.21.01"}, follow=True)
    assert "/undangan/" in answer.text
    assert "/undangan/" not in client.get(answer.request["PATH_INFO"]).text


def test_nobody_gives_himself_a_role():
    user = officer("decider")
    with pytest.raises(Refused, match="diri"):
        give_role(user=user, role=RoleName.OPERATOR, region=cast.MALAKA, actor=cast.DECIDER, on=cast.LAUNCH)


def test_a_role_is_held_once_and_may_come_again():
    user, today = officer("operator"), timezone.localdate()
    with pytest.raises(Refused, match="sudah memegang"):
        give_role(user=user, role=RoleName.OPERATOR, region=cast.MALAKA, actor=cast.DECIDER, on=today)
    end_role(role=Role.objects.get(user=user), actor=cast.DECIDER, on=today)
    assert not Role.objects.in_force(today).filter(user=user).exists()
    give_role(user=user, role=RoleName.OPERATOR, region=cast.MALAKA, actor=cast.DECIDER, on=today)
    assert Role.objects.in_force(today).filter(user=user).count() == 1
    verbs = list(Act.objects.filter(subject=f"user:{user.username}").order_by("pk").values_list("verb", flat=True))
    assert verbs == ["accounts.end_role", "accounts.give_role"]


def test_a_closed_account_is_out_everywhere(client):
    user = officer("operator")
    send(client, user)
    assert UserSession.objects.filter(user=user).count() == 1
    signed_in("manager").post(f"/petugas/{user.pk}/tindakan/", {"act": "close"})
    assert client.get("/ruang-kerja/").status_code == 302
    assert send(Client(), user).headers.get("Location") != "/ruang-kerja/"


def test_other_devices_are_ended_by_their_owner(client):
    user, elsewhere = officer("operator"), Client()
    send(client, user)
    send(elsewhere, user)
    assert client.get("/akun/perangkat/").text.count("<tr>") == 3
    client.post("/akun/perangkat/")
    assert elsewhere.get("/ruang-kerja/").status_code == 302
    assert client.get("/ruang-kerja/").status_code == 200


def test_an_old_invitation_is_too_old(client, settings):
    link = link_for(invited())
    settings.PASSWORD_RESET_TIMEOUT = -timedelta(seconds=1).total_seconds()
    assert client.get(link).status_code == 410


def test_a_server_of_its_own_passes_djangos_check():
    import os
    import subprocess
    import sys

    server = {
        "DATABASE_URL": "postgresql://db/lindung",
        "LINDUNG_SECRET_KEY": "ikat-" * 12 + "0123456789",
        "LINDUNG_HOSTS": "x.example",
    }
    asked = subprocess.run(
        [sys.executable, "tools/manage.py", "check", "--deploy", "--fail-level", "WARNING", "--tag", "security"],
        env=os.environ | server | {"LINDUNG_DEBUG": "0"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert asked.returncode == 0, asked.stderr
