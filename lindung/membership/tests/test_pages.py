"""Pages of registration at BPJS: batches made, written, answered, settled; by whom it is due and by nobody else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lindung.accounts.models import User
from lindung.accounts.services import actor_of
from lindung.audit.models import Act
from lindung.coverage.services import end_for_death
from lindung.exchange.models import Message
from lindung.intake.tests import makers
from lindung.kernel.problem import Refused
from lindung.membership.imports import hand_over, hand_over_ends, take_in
from lindung.membership.models import Batch, Contradiction, Registration
from lindung.membership.services import Answer, load_branches, send, settle
from lindung.membership.services import answer as enter
from lindung.membership.tests.test_answer import ANSWERED, SENT, batch_of, kpj_of
from lindung.membership.tests.test_files import TITLES, no, yes
from lindung.nominations.models import Enrolment
from tests import cast
from tests.officers import officer, signed_in
from tests.pages import few_queries

pytestmark = pytest.mark.django_db


def decided(count: int) -> str:
    """The sheet of sending for `count` people who were never sent."""
    load_branches()
    programme = cast.province_programme(seats=count)
    cast.proposed(programme, cast.people(count))
    cast.verified(programme)
    cast.decided(programme)
    return f"{reverse('membership:send')}?program={programme.pk}&wadah=SG"


def sent_but_for_one() -> Batch:
    """Two of one village are sent, one of another village waits to be."""
    load_branches()
    programme = cast.province_programme(seats=3)
    cast.proposed(programme, cast.people(2))
    away = "53.21.02.2001"
    cast.proposed(programme, cast.people(1, village=away, start=3), village=away)
    cast.verified(programme)
    cast.decided(programme)
    [batch] = send(programme=programme, wadah="SG", region="53.21.01", actor=cast.BPJS, on=SENT).batches
    return batch


def at(page: str, thing) -> str:
    return reverse(f"membership:{page}", args=[thing if isinstance(thing, int) else thing.pk])


def uploaded(folder: Path, *rows, name: str = "jawaban.xlsx") -> SimpleUploadedFile:
    path = makers.xlsx(folder / name, [TITLES, *rows])
    return SimpleUploadedFile(name, path.read_bytes())


def answered(client, batch, file, **more):
    return client.post(at("answer", batch), {"file": file, "layout": "bpjs-answer-1"} | more, follow=True)


def test_the_sheet_says_how_many_go_where_and_a_second_press_sends_nobody_twice():
    sheet = decided(3)
    client = signed_in("bpjs")
    with few_queries():
        page = client.get(sheet)
    assert "Kirim 3 orang" in page.text
    assert "Cabang Atambua" in page.text
    first = client.post(sheet, {"expected": "3"}, follow=True)
    again = client.post(sheet, {"expected": "3"}, follow=True)
    assert "3 orang dikirim" in first.text
    assert "Tidak ada lagi yang perlu dikirim" in again.text
    assert (Batch.objects.count(), Registration.objects.count()) == (1, 3)


def test_another_number_than_the_officer_read_is_refused_with_both_numbers():
    page = signed_in("bpjs").post(decided(3), {"expected": "2"})
    assert "tertulis 2 orang, kini 3" in page.text
    assert not Batch.objects.exists()
    assert Act.objects.filter(verb="membership.send.refused").exists()


def test_who_serves_another_district_sends_nobody_of_malaka():
    sheet = decided(2)
    page = signed_in("bpjs", cast.BELU).post(sheet, {"expected": "2"})
    assert not Batch.objects.exists()
    assert "tidak berwenang" in page.text


@pytest.mark.parametrize(
    ("role", "region"), [("operator", cast.MALAKA), ("finance", cast.MALAKA), ("bpjs", cast.BELU)]
)
def test_no_verb_of_membership_is_open_to_the_wrong_officer(tmp_path, role, region):
    """At the command line as well: an account is bound by its role, wherever it acts."""
    batch = sent_but_for_one()
    enter(batch=batch, answers=[Answer(cast.nik_of(1), True, kpj_of(1))], source="a", actor=cast.BPJS, on=ANSWERED)
    enter(batch=batch, answers=[Answer(cast.nik_of(1), True, kpj_of(9))], source="b", actor=cast.BPJS, on=ANSWERED)
    wrong = actor_of(officer(role, region))
    path = makers.xlsx(tmp_path / "jawaban.xlsx", [TITLES, yes(2)])
    number = Contradiction.objects.get().pk
    for act in (
        lambda: send(programme=batch.programme, wadah="SG", actor=wrong, on=ANSWERED),
        lambda: enter(batch=batch, answers=[], source="c", actor=wrong, on=ANSWERED),
        lambda: take_in(path=path, batch=batch, actor=wrong, on=ANSWERED),
        lambda: hand_over(batch=batch, actor=wrong, on=ANSWERED),
        lambda: settle(contradiction=number, stands="later", note="x", actor=wrong, on=ANSWERED),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert [problem.code for problem in refusal.value.problems] == ["EXCHANGE-07"]
    assert Contradiction.objects.get().stands is None
    refused = set(Act.objects.filter(verb__endswith=".refused").values_list("verb", flat=True))
    assert refused == {"membership.send.refused", "membership.answer.refused", "membership.settle.refused"}


def test_ended_memberships_are_told_only_by_whom_it_is_due():
    batch, [maria] = batch_of(1)
    enter(batch=batch, answers=[Answer(cast.nik_of(1), True, kpj_of(1))], source="a", actor=cast.BPJS, on=ANSWERED)
    end_for_death(person=maria, died_on=date(2025, 8, 9), actor=cast.OPERATOR, on=date(2025, 8, 20))
    words = {"programme": batch.programme, "branch": "atambua", "since": SENT, "on": date(2025, 8, 21)}
    with pytest.raises(Refused):
        hand_over_ends(actor=actor_of(officer("bpjs", cast.BELU)), **words)
    client = signed_in("bpjs")
    filled = {"program": batch.programme_id, "cabang": "atambua", "sejak": "2025-06-01"}
    first, second = (client.post(reverse("membership:ends"), filled) for _ in range(2))
    assert cast.nik_of(1) in first.text
    assert first.content == second.content
    assert Message.objects.filter(layout="bpjs-ends").count() == 1
    with few_queries():
        page = client.get(reverse("membership:ends"))
    assert "meninggal dunia" in page.text
    assert cast.nik_of(1) not in page.text
    later = client.post(reverse("membership:ends"), filled | {"sejak": "2030-01-01"})
    assert "Tidak ada kepesertaan yang berakhir" in later.text


def test_the_list_counts_answers_and_marks_who_waits_too_long():
    batch, _ = batch_of(3)
    enter(batch=batch, answers=[Answer(cast.nik_of(1), True, kpj_of(1))], source="a", actor=cast.BPJS, on=ANSWERED)
    client = signed_in("bpjs")
    with few_queries():
        page = client.get(reverse("membership:batches"))
    [row] = page.context["table"].page.object_list
    assert (row["accepted"], row["rejected"], row["waiting"], row["contradicted"]) == (1, 0, 2, 0)
    assert "terlambat dijawab" in page.text
    assert (
        client.get(reverse("membership:batches"), {"keadaan": "answered"}).context["table"].page.paginator.count
        == 0
    )


def test_the_file_is_written_once_and_kept_with_who_and_when():
    batch, _ = batch_of(2)
    client = signed_in("bpjs")
    first, second = (client.post(at("write", batch), {"layout": "bpjs-bpu-1"}) for _ in range(2))
    assert first.headers["Content-Disposition"].startswith('attachment; filename="daftar-bpjs_NTT-2025_atambua_')
    assert first.content == second.content
    kept = Message.objects.get()
    page = client.get(at("batch", batch))
    assert kept.name in page.text
    taken = client.get(at("download", kept))
    assert taken.content == first.content
    assert Act.objects.filter(verb="membership.take_file", subject=f"batch:{batch.pk}").count() == 1


def test_a_file_with_whole_numbers_is_not_for_everybody_who_sees_the_batch():
    batch, _ = batch_of(1)
    message, _ = hand_over(batch=batch, actor=cast.BPJS, on=ANSWERED)
    finance = signed_in("finance")
    assert "Unduh berkas" not in finance.get(at("message", message)).text
    assert finance.get(at("download", message)).status_code == 403
    assert signed_in("operator", "53.13").get(at("download", message)).status_code == 404


def test_an_answer_file_is_told_row_by_row_and_changes_nothing_the_second_time(tmp_path):
    batch, _ = batch_of(3)
    client = signed_in("bpjs")
    stranger = ["5321015708859999", "", "25000000099", "DITERIMA", "", "", ""]
    rows = (yes(1, "Maria Hoarr 1"), no(2), stranger)
    file = uploaded(tmp_path, *rows)
    page = answered(client, batch, file)
    assert "1 diterima, 1 ditolak, 0 sudah tercatat, 2 baris perlu dilihat." in page.text
    assert "tidak ada di kiriman" in page.text
    assert "diterima BPJS atas nama Maria Hoarr 1" in page.text
    assert "5321015708859999" not in page.text
    file.seek(0)
    again = answered(client, batch, file)
    assert "sudah pernah dimasukkan" in again.text
    assert "tidak ada di kiriman" in again.text
    assert Message.objects.filter(direction="in").count() == 1
    assert Registration.objects.filter(answer="accepted").count() == 1


def test_a_file_for_another_batch_or_like_a_formula_is_refused_whole(tmp_path):
    batch, _ = batch_of(2)
    client = signed_in("bpjs")
    strangers = [[f"532101570885{number:04d}", "", "", "DITOLAK", "R04", "", ""] for number in range(8001, 8004)]
    page = answered(client, batch, uploaded(tmp_path, *strangers))
    assert "bukan jawaban untuk kiriman" in page.text
    page = answered(
        client, batch, uploaded(tmp_path, [cast.nik_of(1), "@SUM(A1)", kpj_of(1), "DITERIMA", "", "", ""])
    )
    assert "menyerupai rumus" in page.text
    assert not Message.objects.exists()
    assert Act.objects.filter(verb="membership.answer.refused").count() == 2


def test_a_contradiction_is_settled_once_and_carried_out(tmp_path):
    batch, _ = batch_of(1)
    client = signed_in("bpjs")
    answered(client, batch, uploaded(tmp_path, yes(1)))
    page = answered(client, batch, uploaded(tmp_path, no(1, "R02", "meninggal"), name="susulan.xlsx"))
    assert "Jawaban pertama tetap berlaku" in page.text
    found = Contradiction.objects.get()
    sheet = client.get(at("contradiction", found))
    assert "membatalkan 6 bulan perlindungan" in sheet.text
    assert "Mana yang berlaku?" not in signed_in("verifier").get(at("contradiction", found)).text
    filled = {"stands": "later", "note": "surat cabang 12"}
    done = client.post(at("contradiction", found), filled, follow=True)
    again = client.post(at("contradiction", found), filled)
    assert "jawaban kemudian berlaku" in done.text
    assert "sudah diselesaikan" in again.text
    assert Enrolment.objects.get().ended_on is not None
    [told] = Message.objects.filter(name="susulan.xlsx")
    assert "tidak ada yang perlu dilihat" in client.get(at("message", told)).text


def test_the_refused_are_listed_with_reason_and_the_way_to_who_comes_next(tmp_path):
    batch, _ = batch_of(2, reserve=1)
    answered(signed_in("bpjs"), batch, uploaded(tmp_path, no(1, "R04", "NIK tidak padan")))
    decider = signed_in("decider")
    with few_queries():
        page = decider.get(reverse("membership:refused"))
    assert "NIK tidak ditemukan" in page.text
    assert "NIK tidak padan" in page.text
    assert reverse("coverage:replace", args=[batch.programme_id, cast.MALAKA]) in page.text
    assert (
        reverse("coverage:replace", args=[batch.programme_id, cast.MALAKA])
        not in signed_in("bpjs").get(reverse("membership:refused")).text
    )


def test_people_of_a_batch_are_found_by_name_and_standing():
    batch, _ = batch_of(3)
    enter(batch=batch, answers=[Answer(cast.nik_of(1), True, kpj_of(1))], source="a", actor=cast.BPJS, on=ANSWERED)
    client = signed_in("bpjs")
    with few_queries():
        page = client.get(at("batch", batch), {"jawaban": "accepted"})
    assert page.context["table"].page.paginator.count == 1
    found = client.get(at("batch", batch), {"q": "agustina"}).context["table"].page
    assert [row["enrolment__person__name"] for row in found.object_list] == ["Agustina Luruk 2"]
    assert cast.nik_of(1) not in page.text


def test_where_somebody_serves_elsewhere_nothing_is_seen():
    batch, _ = batch_of(1)
    away = signed_in("bpjs", "53.13")
    assert away.get(at("batch", batch)).status_code == 404
    assert away.get(reverse("membership:batches")).context["table"].page.paginator.count == 0
    assert User.objects.count() == 1
