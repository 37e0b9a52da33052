"""The queue of pairs: who sees which, decided by one press, taken back by another."""

from __future__ import annotations

import pytest

from lindung.accounts.models import Role
from lindung.matching.models import Pair, Verdict
from lindung.matching.queries import pair as shown
from lindung.matching.tests.pairs import pair
from lindung.people.models import Person
from lindung.web.doubles import compared, waterfall
from tests import cast
from tests.officers import officer, signed_in
from tests.pages import few_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting() -> list[int]:
    """Three pairs of Malaka and one of Belu, brought in by a file of somebody else."""
    people = cast.people(6)
    others = cast.people(2, village="53.04.01.2001", start=20)
    pairs = [pair(*people[at : at + 2], by="berkas.lain") for at in (0, 2, 4)]
    return [*pairs, pair(*others, by="berkas.lain")]


def decided(client, number: int, kind: str, **other: str):
    return client.post(f"/ganda/{number}/putusan/", {"kind": kind, "urut": "0"} | other)


def test_the_queue_shows_and_counts_ones_own_region(waiting):
    client = signed_in("operator")
    with few_queries():
        page = client.get("/ganda/").text
    assert "3 pasangan menunggu" in page
    assert f"/ganda/{waiting[3]}/" not in page
    assert "4 pasangan menunggu" in signed_in("auditor").get("/ganda/").text


def test_a_pair_of_elsewhere_is_neither_seen_nor_decided(waiting):
    client = signed_in("operator")
    assert client.get(f"/ganda/{waiting[3]}/").status_code == 404
    assert decided(client, waiting[3], "same").status_code == 404
    assert Pair.objects.get(pk=waiting[3]).state == "open"


def test_who_serves_two_districts_sees_the_pairs_of_both_and_no_others(waiting):
    Role.objects.create(
        user=officer("operator"), name="verifier", region_id=cast.BELU, since=cast.LAUNCH, given_by="tests"
    )
    far = pair(*cast.people(2, village="53.71.01.1001", start=40), by="berkas.lain")
    client = signed_in("operator")
    page = client.get("/ganda/").text
    assert "4 pasangan menunggu" in page
    assert f"/ganda/{waiting[3]}/" in page
    assert f"/ganda/{far}/" not in page
    for number in waiting[:3]:
        last = decided(client, number, "different")
    assert last.headers["Location"].startswith(f"/ganda/{waiting[3]}/")


def test_a_pair_stands_side_by_side_with_its_reasons_and_masks(waiting):
    client = signed_in("operator")
    with few_queries():
        page = client.get(f"/ganda/{waiting[0]}/").text
    assert "NIK beda satu angka" in page
    assert "+9,0" in page
    assert page.count("<rect") == 4
    assert cast.nik_of(1) not in page


@pytest.mark.parametrize(("kind", "state"), [("same", "same"), ("different", "different"), ("ask", "asked")])
def test_a_decision_leads_to_the_next_pair(waiting, kind, state):
    answer = decided(signed_in("verifier"), waiting[0], kind, reason="KTP dilihat")
    assert Pair.objects.get(pk=waiting[0]).state == state
    assert answer.headers["Location"].startswith(f"/ganda/{waiting[1]}/")
    assert Verdict.objects.get().reason == "KTP dilihat"


def test_pressed_twice_is_decided_once(waiting):
    client = signed_in("verifier")
    decided(client, waiting[0], "same")
    decided(client, waiting[0], "same")
    assert Verdict.objects.count() == 1
    assert Person.objects.filter(merged_into__isnull=False).count() == 1


def test_a_decision_is_taken_back_from_the_next_page(waiting):
    client = signed_in("verifier")
    after = client.get(decided(client, waiting[0], "same").headers["Location"]).text
    assert "Batalkan putusan itu" in after
    client.post(f"/ganda/{waiting[0]}/putusan/", {"kind": "undo"})
    assert Pair.objects.get(pk=waiting[0]).state == "open"
    assert not Person.objects.filter(merged_into__isnull=False).exists()


def test_whoever_brought_the_row_in_is_refused_in_words():
    number = pair(*cast.people(2), by=cast.OPERATOR.id)
    answer = decided(signed_in("operator"), number, "same")
    assert answer.status_code == 422
    assert "pengusul tidak boleh memutuskan" in answer.text


def test_an_auditor_looks_and_does_not_decide(waiting):
    client = signed_in("auditor")
    assert "Orang berbeda" not in client.get(f"/ganda/{waiting[0]}/").text
    assert decided(client, waiting[0], "same").status_code == 403


def test_in_english_refusal_and_reasons_are_english():
    client = signed_in("operator")
    client.cookies["bahasa"] = "en"
    number = pair(*cast.people(2), by=cast.OPERATOR.id)
    page = client.get(f"/ganda/{number}/").text
    assert "NIK differs in one digit" in page
    assert "NIK beda" not in page
    assert "brought in; who proposes may not decide." in decided(client, number, "same").text


def test_a_made_up_verdict_is_refused(waiting):
    assert decided(signed_in("verifier"), waiting[0], "merge-all").status_code == 403
    assert Pair.objects.get(pk=waiting[0]).state == "open"


def test_the_last_decision_leads_back_to_an_empty_queue():
    number = pair(*cast.people(2), by="berkas.lain")
    client = signed_in("verifier")
    answer = decided(client, number, "different")
    assert answer.headers["Location"] == "/ganda/"
    assert "Tidak ada pasangan yang menunggu" in client.get("/ganda/").text


def test_the_waterfall_ends_at_the_pairs_weight(waiting):
    told = shown(waiting[0])
    bars, zero = waterfall(told)
    assert [bar.kind for bar in bars] == ["start", "for", "for", "total"]
    end = bars[2].x + bars[2].width
    assert (bars[-1].x, bars[-1].x + bars[-1].width) == (zero, end)


def test_numbers_alike_under_the_mask_are_not_called_the_same(waiting):
    rows = {row["label"]: row for row in compared(shown(waiting[0]))}
    assert rows["NIK"]["same"] in (None, False)
    assert rows["NIK"]["note"] == "NIK beda satu angka"
    assert rows["Tanggal lahir"]["same"] is True
