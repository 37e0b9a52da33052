"""What waits for who serves a subdistrict or a village, where no tally is kept: rows, files, cards."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lindung.billing.tests.story import registered
from lindung.coverage.services import end_for_death
from lindung.distribution.models import Item
from lindung.distribution.services import hand_over, make_items
from lindung.intake.models import File
from lindung.nominations.tests import lists
from lindung.nominations.tests.test_intake_pages import cells_of, upload, workbook
from lindung.web.tests.test_home import home, waits
from tests import cast
from tests.officers import signed_in
from tests.pages import few_queries

pytestmark = pytest.mark.django_db
BARENE, WEHALI, SUBDISTRICT = "53.21.01.2001", "53.21.01.2007", "53.21.01"
AUGUST = date(2025, 8, 1)
MARIA, YOHANES = lists.MARIA | {"village": "Barene"}, lists.YOHANES | {"village": "Barene"}
SHORT = YOHANES | {"nik": "53210101079000"}
LOST = MARIA | {"nik": "5321014107900003", "name": "Agustina Luruk", "village": "Kota Antah"}


def handed_in(region: str, *files: SimpleUploadedFile) -> None:
    """The operator of this place hands in its list."""
    upload(signed_in("village", region), *files, region=region)


def test_a_village_is_told_of_the_rows_of_its_own_list(tmp_path):
    cast.province_programme(seats=5)
    handed_in(BARENE, workbook(tmp_path, MARIA, SHORT, LOST))
    for role, region in (("village", BARENE), ("village", SUBDISTRICT)):
        page = home(role, region)
        assert waits(page, 1, "baris ditolak")
        assert waits(page, 1, "baris menunggu keputusan")
    assert "baris ditolak" not in home("village", WEHALI)


def test_a_row_that_was_corrected_waits_no_more(tmp_path):
    cast.province_programme(seats=5)
    handed_in(BARENE, workbook(tmp_path, MARIA, SHORT))
    client, row = signed_in("village", BARENE), f"{File.objects.get().pk}-2"
    client.post(f"/berkas/baris/{row}/", cells_of(client, row, NIK=YOHANES["nik"]))
    assert "baris ditolak" not in home("village", BARENE)


def test_who_serves_a_district_and_a_village_inside_it_counts_no_row_twice(tmp_path):
    from lindung.accounts.models import Role
    from tests.officers import officer

    cast.province_programme(seats=5)
    handed_in(BARENE, workbook(tmp_path, MARIA, SHORT))
    Role.objects.create(
        user=officer("operator"), name="village", region_id=BARENE, since=cast.LAUNCH, given_by="tests"
    )
    assert waits(home("operator"), 1, "baris ditolak")


def test_a_workbook_nobody_could_read_waits_until_another_comes(tmp_path):
    cast.province_programme(seats=5)
    client = signed_in("village", BARENE)
    upload(client, SimpleUploadedFile("foto.xlsx", b"bukan buku kerja"), region=BARENE)
    assert waits(home("village", BARENE), 1, "berkas Anda tidak terbaca")
    assert "tidak terbaca" not in home("village", SUBDISTRICT)
    upload(client, workbook(tmp_path, MARIA), region=BARENE)
    assert "tidak terbaca" not in home("village", BARENE)


def test_a_village_is_told_which_cards_and_books_are_not_in_hand_yet():
    programme, _persons = registered(3)
    make_items(kind="card", programme=programme, made_at="BPJS", actor=cast.OPERATOR, on=AUGUST)
    assert waits(home("village", BARENE), 3, "kartu dan buku belum diserahkan")
    assert "belum diserahkan" not in home("village", WEHALI)
    first, second, _third = Item.objects.order_by("pk").values_list("pk", "person_id")
    hand_over(items=[first[0]], actor=cast.OPERATOR, on=AUGUST)
    end_for_death(person=second[1], died_on=AUGUST, actor=cast.OPERATOR, on=AUGUST)
    assert waits(home("village", BARENE), 1, "kartu dan buku belum diserahkan")


def test_the_village_home_asks_few_questions(tmp_path):
    cast.province_programme(seats=5)
    handed_in(BARENE, workbook(tmp_path, MARIA, SHORT, LOST))
    client = signed_in("village", BARENE)
    with few_queries():
        client.get("/ruang-kerja/")
