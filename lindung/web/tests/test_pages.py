"""What the pages say, and what they keep to themselves."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.test import Client

from lindung.accounts.models import User
from lindung.billing.tests.story import registered
from lindung.ui.maps import bounds
from lindung.web import queries
from lindung.web.queries import public_map, public_overview
from lindung.web.queries.public import SMALL_CELL
from tests import cast, officers
from tests.officers import PASSWORD


@pytest.fixture
def officer(db: None) -> User:
    return officers.officer("operator")


@pytest.mark.django_db
def test_without_data_the_front_page_says_how_to_begin() -> None:
    assert "Belum ada program" in Client().get("/").text


@pytest.mark.django_db
def test_the_front_page_tells_totals_districts_and_villages() -> None:
    registered(7)
    page = Client().get("/").text
    assert "7 pekerja rentan terlindungi" in page
    assert "Kabupaten Malaka" in page
    assert "<title>Barene, Kabupaten Malaka: 7 orang</title>" in page


@pytest.mark.django_db
def test_nobody_learns_of_fewer_than_five() -> None:
    registered(3, programme=cast.province_programme(seats=40))
    page = Client().get("/").text
    assert "Pekerja rentan terlindungi" in page
    assert "Barene, Kabupaten Malaka: kurang dari 5" in page
    assert ">3<" not in page
    assert "Tidak ditampilkan" in page


@pytest.mark.django_db
def test_a_hidden_district_does_not_come_back_by_subtraction() -> None:
    programme = cast.province_programme(seats=20)
    cast.allocate(
        decree=cast.decree(programme, "ALOKASI-2", kind="allocation"),
        shares=[cast.Share(cast.BELU, 9, 9 * 6 * 16_800)],
        actor=cast.DECIDER,
        on=cast.LAUNCH,
    )
    cast.proposed(programme, cast.people(12))
    belu = "53.04.01.2001"
    cast.proposed(programme, cast.people(3, village=belu, start=50), village=belu)
    cast.verified(programme)
    cast.decided(programme)
    page = public_overview()
    assert page["totals"]["decided"] == 15
    assert [row["decided"] for row in page["districts"]] == [None, None]
    assert not any(0 < (row["decided"] or 0) < SMALL_CELL for row in page["programmes"])


@pytest.mark.django_db
def test_coordinates_carry_no_decimal_sign_and_one_stray_village_does_not_stretch_the_map() -> None:
    cast.province_programme(seats=1)
    picture = public_map()["picture"]
    dots = [dot for _, dots in picture.shades for dot in dots]
    assert len(dots) > 3_400
    assert picture.height < 1_200
    assert all(0 <= dot.x <= 2_000 and 0 <= dot.y <= picture.height for dot in dots)


def test_bounds_leave_a_far_stray_out_and_keep_the_edge() -> None:
    assert bounds([*(119 + step / 1000 for step in range(6_000)), 155.0]) == (119.0, 124.999)


@pytest.mark.django_db
def test_a_stranger_is_sent_to_sign_in() -> None:
    answer = Client().get("/ruang-kerja/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/masuk/?next=/ruang-kerja/")


@pytest.mark.usefixtures("officer")
def test_a_wrong_password_says_so_and_keeps_the_name() -> None:
    page = Client().post("/masuk/", {"login": "maria.operator", "password": "salah"}).text
    assert "Nama pengguna dan kata sandi tidak cocok" in page
    assert 'value="maria.operator"' in page


@pytest.mark.usefixtures("officer")
def test_the_right_password_leads_to_the_page_asked_for() -> None:
    answer = Client().post(
        "/masuk/", {"login": "maria.operator", "password": PASSWORD, "next": "/ruang-kerja/"}, follow=True
    )
    assert "Selamat datang, Maria Seuk" in answer.text


def test_an_officer_sees_exact_counts(officer: User) -> None:
    registered(3)
    client = Client()
    client.force_login(officer)
    page = client.get("/ruang-kerja/").text
    assert '<progress value="3" max="3"' in page
    assert "∗" not in page


def test_signing_out_takes_a_click_not_a_link(officer: User) -> None:
    client = Client()
    client.force_login(officer)
    client.get("/keluar/")
    assert client.get("/ruang-kerja/").status_code == 200
    assert client.post("/keluar/").headers["Location"] == "/"


@pytest.mark.django_db
def test_pages_forbid_scripts_styles_and_frames_from_elsewhere() -> None:
    answer = Client().get("/")
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "style=" not in answer.text
    assert "<script>" not in answer.text


@pytest.mark.django_db
def test_a_wrong_address_leads_back_and_a_stale_form_says_so() -> None:
    missing = Client().get("/tidak-ada/")
    assert (missing.status_code, "Halaman ini tidak ada" in missing.text) == (404, True)
    stale = Client(enforce_csrf_checks=True).post("/masuk/", {"login": "maria"})
    assert (stale.status_code, "terlalu lama terbuka" in stale.text) == (403, True)


@pytest.mark.django_db
def test_a_fault_of_ours_is_told_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError

    monkeypatch.setattr(queries, "public_overview", broken)
    answer = Client(raise_request_exception=False).get("/")
    assert (answer.status_code, "Tidak ada data yang berubah" in answer.text) == (500, True)


def test_the_server_says_that_it_lives() -> None:
    assert Client().get("/sehat/").text == "ok"


def test_a_server_of_its_own_demands_https() -> None:
    code = "from lindung.config import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"
    server = {"DATABASE_URL": "postgresql://db/lindung", "LINDUNG_SECRET_KEY": "uji", "LINDUNG_DEBUG": "0"}
    asked = subprocess.run([sys.executable, "-c", code], env=os.environ | server, capture_output=True, text=True)
    assert asked.stdout == "True True\n"
