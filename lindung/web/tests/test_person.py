"""The person's page: what it tells to whom, numbers shown for a reason, reports that say first what they do."""

from __future__ import annotations

from datetime import date

import pytest

from lindung.audit.models import Act
from lindung.billing.tests.story import registered
from lindung.distribution.services import make_items
from lindung.matching.models import Pair
from lindung.matching.services import decide
from lindung.nominations.models import Nomination
from lindung.nominations.tests import lists
from lindung.nominations.tests.test_intake_pages import upload, workbook
from lindung.people.models import Fact, Identifier, Person
from lindung.programmes.models import Programme
from lindung.web.person import hidden
from tests import cast
from tests.officers import signed_in
from tests.pages import few_queries

pytestmark = pytest.mark.django_db
NIK = cast.nik_of(1)
BARENE = "53.21.01.2001"
LISTED = lists.MARIA | {"village": "Barene", "heir_name": "Yuliana Abuk", "heir_relation": "anak"}
TYPED_AGAIN = {"nik": "5321014107900011", "name": "Maria Hoar Briya"}


@pytest.fixture
def somebody() -> int:
    """Covered July to December by the province, registered at BPJS."""
    return registered(2)[1][0]


def test_the_page_tells_the_way_the_months_and_masks_the_numbers(somebody):
    client = signed_in("operator")
    with few_queries():
        page = client.get(f"/orang/{somebody}/").text
    assert "Yohanes Bria 1" in page
    assert page.count('class="province"') == 6
    for told in ("Terdaftar di BPJS", "Ditetapkan: SK-1", "Diusulkan untuk NTT-2025", "Masuk registri"):
        assert told in page
    assert "532101**********" in page
    assert NIK not in page


def test_a_double_with_its_rows_of_a_workbook_is_told_with_its_root_by_few_questions(tmp_path):
    """Covered, registered, with a card, an heir, checks and a row of a list; and a double with all that."""
    programme = cast.province_programme(seats=5)
    upload(signed_in("village", BARENE), workbook(tmp_path, LISTED, LISTED | TYPED_AGAIN), region=BARENE)
    root, double = Person.objects.order_by("pk")
    decide(pairs=[Pair.objects.get().pk], kind="same", actor=cast.VERIFIER, on=cast.LAUNCH)
    registered(1, programme=programme, start=9)
    make_items(kind="card", programme=programme, made_at="BPJS", actor=cast.OPERATOR, on=date(2025, 8, 1))
    double.refresh_from_db()
    assert double.merged_into_id == root.pk
    for role in ("manager", "operator", "auditor", "decider", "finance", "bpjs"):
        for row in (root, double):
            client = signed_in(role, cast.NTT)
            with few_queries(18):
                page = client.get(f"/orang/{row.pk}/").text
            assert "Tercatat sekali lagi" in page
            if role in ("manager", "operator", "auditor"):
                assert page.count("Lembar") >= 4
                assert "lolos, daftar uji" in page
                assert "Yuliana Abuk (anak)" in page
                assert page.count("532101**********") >= 2


def test_a_person_of_another_region_is_not_found(somebody):
    for path in ("", "data/", "nik/", "alamat/", "pindah/", "meninggal/"):
        assert signed_in("operator", cast.BELU).get(f"/orang/{somebody}/{path}").status_code == 404


def test_whoever_only_reads_is_offered_no_act_and_may_do_none(somebody):
    client = signed_in("auditor")
    page = client.get(f"/orang/{somebody}/").text
    assert "Perbaiki data" not in page
    assert "Laporkan meninggal" not in page
    assert client.post(f"/orang/{somebody}/meninggal/", {}).status_code == 403


def test_rooms_without_the_capability_stay_untold(somebody):
    page = signed_in("bank", cast.NTT).get(f"/orang/{somebody}/").text
    assert "Diusulkan untuk" not in page
    assert 'class="months"' not in page


def test_a_reader_of_the_province_changes_nobody_beyond_his_own_village(somebody):
    from lindung.accounts.models import Role
    from tests.officers import officer

    user = officer("village", "53.21.01.2004")
    Role.objects.create(user=user, name="auditor", region_id=cast.NTT, since=cast.LAUNCH, given_by="tests")
    client = signed_in("village", "53.21.01.2004")
    assert "Perbaiki data" not in client.get(f"/orang/{somebody}/").text
    assert client.get(f"/orang/{somebody}/data/").status_code == 404
    assert client.get(f"/orang/{somebody}/meninggal/").status_code == 404


def test_a_number_is_shown_once_for_a_reason_and_recorded(somebody):
    client = signed_in("operator")
    answer = client.post(f"/orang/{somebody}/lihat/", {"what": "nik", "reason": "mencocokkan KTP di loket"})
    assert NIK in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    act = Act.objects.get(verb="people.reveal")
    assert (act.actor_id, act.reason) == (cast.OPERATOR.id, "mencocokkan KTP di loket")
    after = client.get(f"/orang/{somebody}/").text
    assert NIK not in after
    assert "melihat nomor utuh" in after


@pytest.mark.parametrize("filled", [{"what": "nik", "reason": ""}, {"what": "nik", "reason": "ya"},
                                    {"what": "password", "reason": "ingin tahu saja"}])  # fmt: skip
def test_without_a_reason_no_number_is_shown(somebody, filled):
    answer = signed_in("operator").post(f"/orang/{somebody}/lihat/", filled)
    assert answer.status_code == 422
    assert NIK not in answer.text
    assert not Act.objects.filter(verb="people.reveal").exists()


def test_a_village_operator_elsewhere_reveals_nothing(somebody):
    client = signed_in("village", "53.21.01.2004")
    answer = client.post(f"/orang/{somebody}/lihat/", {"what": "nik", "reason": "mencocokkan KTP"})
    assert answer.status_code == 404


def test_a_correction_says_what_it_was_and_a_stale_one_is_refused(somebody):
    client = signed_in("operator")
    form = client.get(f"/orang/{somebody}/data/").context["form"]
    filled = {name: value or "" for name, value in form.initial.items()} | {"source": "KTP asli"}
    assert client.post(f"/orang/{somebody}/data/", filled | {"name": "Yohanes Briya"}).status_code == 302
    assert "nama: Yohanes Bria 1 → Yohanes Briya" in client.get(f"/orang/{somebody}/").text
    stale = client.post(f"/orang/{somebody}/data/", filled | {"name": "Yohanis Bria"})
    assert "sudah diperbaiki orang lain" in stale.text


def test_a_wrong_nik_is_replaced_and_the_old_one_stays_on_record(somebody):
    client = signed_in("operator")
    right = cast.nik_of(77)
    assert "seharusnya 16" in client.post(f"/orang/{somebody}/nik/", {"nik": "532101", "source": "KTP"}).text
    assert client.post(f"/orang/{somebody}/nik/", {"nik": right, "source": "KTP asli"}).status_code == 302
    states = dict(Identifier.objects.filter(person=somebody, kind="nik").values_list("value", "state"))
    assert states == {NIK: "retired", right: "stated"}


def test_a_nik_that_somebody_holds_is_refused(somebody):
    answer = signed_in("operator").post(f"/orang/{somebody}/nik/", {"nik": cast.nik_of(2), "source": "KTP asli"})
    assert "dipegang orang lain" in answer.text


def test_an_address_is_put_right_only_inside_ones_region(somebody):
    client = signed_in("operator")
    outside = client.post(f"/orang/{somebody}/alamat/", {"village": "53.04.01.2001", "source": "KK baru"})
    assert "di luar wilayah Anda" in outside.text
    answer = client.post(f"/orang/{somebody}/alamat/", {"village": "bakiruk", "source": "KK baru"})
    assert answer.status_code == 302
    assert Person.objects.get(pk=somebody).addresses.count() == 2


def test_a_death_says_what_it_frees_before_it_is_recorded(somebody):
    client = signed_in("operator")
    filled = {"died_on": "2025-09-02", "source": "akta kematian desa"}
    sure = client.post(f"/orang/{somebody}/meninggal/", filled).text
    assert "<b>3</b> bulan dibebaskan dari NTT-2025" in sure
    assert "<b>Rp50.400</b>" in sure
    assert "Bulan kematian tetap dilindungi" in sure
    assert not Fact.objects.filter(kind="died").exists()
    for _again in range(2):
        client.post(f"/orang/{somebody}/meninggal/", filled | {"pasti": "1"})
    assert Fact.objects.filter(kind="died").count() == 1
    assert len(cast.held_months(somebody)) == 3
    page = client.get(f"/orang/{somebody}/").text
    assert "Meninggal dunia 2 September 2025" in page
    assert "dibatalkan: meninggal dunia" in page


def test_a_death_to_come_is_refused(somebody):
    answer = signed_in("operator").post(
        f"/orang/{somebody}/meninggal/", {"died_on": "2999-01-01", "source": "kabar", "pasti": "1"}
    )
    assert "belum terjadi" in answer.text
    assert not Fact.objects.filter(kind="died").exists()


def test_a_move_inside_the_province_ends_nothing_and_out_of_it_does(somebody):
    client = signed_in("operator")
    near = {"moved_on": "2025-09-02", "village": "53.04.01.2001", "source": "surat pindah"}
    assert "tidak ada perlindungan yang berakhir" in client.post(f"/orang/{somebody}/pindah/", near).text
    far = {"moved_on": "2025-09-02", "place": "Surabaya", "source": "surat pindah"}
    assert "<b>3</b> bulan dibebaskan" in client.post(f"/orang/{somebody}/pindah/", far).text
    assert client.post(f"/orang/{somebody}/pindah/", far | {"pasti": "1"}).status_code == 302
    assert len(cast.held_months(somebody)) == 3


def newcomer(**other: object) -> dict[str, object]:
    return {"nik": cast.nik_of(50), "name": "Maria Luruk", "birth_date": "1985-08-17", "village": "barene",
            "source": "datang ke loket"} | other  # fmt: skip


def test_somebody_on_no_list_is_added_once(somebody):
    client = signed_in("operator")
    answer = client.post("/orang/baru/", newcomer())
    entered = Person.objects.get(name="Maria Luruk")
    assert answer.headers["Location"] == f"/orang/{entered.pk}/"
    again = client.post("/orang/baru/", newcomer())
    assert "sudah terdaftar" in again.text
    assert Person.objects.filter(name="Maria Luruk").count() == 1


def test_somebody_added_is_proposed_at_once_where_the_officer_wishes(somebody):
    client = signed_in("operator")
    programme = Programme.objects.get()
    client.post("/orang/baru/", newcomer(programme=programme.pk))
    nomination = Nomination.objects.get(person__name="Maria Luruk")
    assert (nomination.programme, nomination.proposed_by, nomination.file) == (programme, cast.OPERATOR.id, None)


def test_a_person_too_young_for_the_programme_is_neither_proposed_nor_added(somebody):
    young = newcomer(programme=Programme.objects.get().pk, nik="5321014107150009", birth_date="2015-07-01")
    page = signed_in("operator").post("/orang/baru/", young)
    assert "program ini mulai 18 tahun" in page.text
    assert not Person.objects.filter(name="Maria Luruk").exists()


def test_a_programme_of_another_district_is_not_offered_and_not_taken(somebody):
    other = cast.district_programme(seats=3, district="53.04", code="BELU-2025")
    page = signed_in("operator").post("/orang/baru/", newcomer(programme=other.pk))
    assert not Nomination.objects.filter(programme=other).exists()
    assert "Ada yang perlu diperbaiki" in page.text


def test_nobody_is_added_outside_ones_region_or_with_an_impossible_nik(somebody):
    client = signed_in("operator")
    assert "di luar wilayah Anda" in client.post("/orang/baru/", newcomer(village="53.04.01.2001")).text
    assert "tidak mungkin ada" in client.post("/orang/baru/", newcomer(nik="5321019985850001")).text
    assert not Person.objects.filter(name="Maria Luruk").exists()


def test_the_double_leads_to_its_root_and_both_are_told_as_one(somebody):
    from lindung.people.services import merge

    other = Person.objects.exclude(pk=somebody).get()
    merge(person=other.pk, into=somebody, reason="sama", actor=cast.OPERATOR, on=date(2025, 8, 1))
    page = signed_in("operator").get(f"/orang/{other.pk}/").text
    assert f'href="/orang/{somebody}/"' in page
    assert "Catatan ini ganda" in page


@pytest.mark.parametrize(("cell", "shown"), [
    ("5321015708850001", "532101**********"), ("NIK 5321 0157 0885 0001", "NIK 5321 0*************"),
    ("1985-08-17 00:00:00", "1985-08-17 00:00:00"), ("17/8/1985", "17/8/1985"), ("081234567890", "081234******"),
    ("Rp600.000", "Rp600.000"),
])  # fmt: skip
def test_long_numbers_of_a_raw_cell_are_masked_and_dates_stay(cell, shown):
    assert hidden(cell) == shown
