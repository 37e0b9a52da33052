"""Files to and from BPJS: what goes out, what comes back, and what is refused whole."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import override_settings
from openpyxl import load_workbook

from lindung.accounts.models import Role, User
from lindung.audit.models import Act
from lindung.audit.services import Actor
from lindung.exchange.models import Message
from lindung.intake.tests import makers
from lindung.kernel.problem import Refused
from lindung.membership import checks, queries
from lindung.membership.imports import hand_over, take_in
from lindung.membership.models import Contradiction, Registration
from lindung.membership.services import settle
from lindung.membership.tests.test_answer import ANSWERED, assert_in_balance, batch_of, kpj_of
from lindung.people.models import Identifier, Person
from tests import cast

pytestmark = pytest.mark.django_db

TITLES = ["NIK", "NAMA LENGKAP", "NO KPJ", "STATUS", "KODE ALASAN", "ALASAN", "TANGGAL DAFTAR"]
BPJS = cast.OPERATOR


def yes(number: int, name: str = "", **other):
    return [cast.nik_of(number), name, kpj_of(number), other.get("status", "DITERIMA"), "", "", "25-06-2025"]


def no(number: int, code: str = "R04", reason: str = "NIK tidak ditemukan"):
    return [cast.nik_of(number), "", "", "DITOLAK", code, reason, ""]


def answers(folder: Path, *rows, name: str = "jawaban.xlsx") -> Path:
    return makers.xlsx(folder / name, [TITLES, *rows])


def enter(path: Path, batch, on: date = ANSWERED):
    return take_in(path=path, batch=batch, actor=BPJS, on=on)


def handed(batch, kind: str) -> list[list[str]]:
    _, content = hand_over(batch=batch, kind=kind, actor=cast.OPERATOR, on=ANSWERED)
    if kind == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    return [[str(cell or "") for cell in row] for row in load_workbook(io.BytesIO(content)).active.values]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_list_has_the_columns_of_the_layout_and_one_row_for_each_person(kind):
    batch, _ = batch_of(2)
    titles, first, second = handed(batch, kind)
    row = dict(zip(titles, first, strict=True))
    assert (row["NIK"], row["JENIS KELAMIN"], row["TANGGAL LAHIR"]) == (cast.nik_of(1), "P", "17-08-1985")
    assert (row["KECAMATAN"], row["TGL MULAI"], row["UPAH"]) == ("Malaka Tengah", "01-07-2025", "1000000")
    assert (row["JKK"], row["JKM"], row["JHT"]) == ("Y", "Y", "T")
    assert second[titles.index("NIK")] == cast.nik_of(2)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_name_that_a_spreadsheet_would_run_is_made_harmless(kind):
    batch, [maria] = batch_of(1)
    Person.objects.filter(pk=maria).update(name='=HYPERLINK("http://jahat","Maria")')
    titles, row = handed(batch, kind)
    assert row[titles.index("NAMA LENGKAP")].startswith("'=")


def test_a_file_handed_over_twice_on_one_day_is_the_same_message_with_the_same_bytes():
    batch, _ = batch_of(1)
    first, content = hand_over(batch=batch, kind="csv", actor=cast.OPERATOR, on=ANSWERED)
    second, again = hand_over(batch=batch, kind="csv", actor=cast.OPERATOR, on=ANSWERED)
    assert (first.pk, content) == (second.pk, again)
    assert bytes(first.content.content) == content
    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.update(name="lain.csv")


def test_what_a_layout_demands_and_a_person_lacks_is_told_and_no_file_is_made(tmp_path):
    batch, [maria, _] = batch_of(2)
    Person.objects.filter(pk=maria).update(birth_date=None, marital="Duda kembang")
    with pytest.raises(Refused) as refusal:
        handed(batch, "csv")
    assert [problem.code for problem in refusal.value.problems] == ["EXCHANGE-05", "EXCHANGE-04"]
    assert not Message.objects.exists()


def test_an_office_lays_its_own_version_over_ours(tmp_path):
    (tmp_path / "bpjs-bpu-2.yaml").write_text(
        "code: bpjs-bpu\nversion: 2\ndirection: out\ntitle: Cabang Atambua\nverified: true\nsource: surat cabang\n"
        "columns:\n  - {title: NIK, field: nik}\n  - {title: KODE WADAH, field: wadah}\n"
    )
    batch, _ = batch_of(1)
    with override_settings(EXCHANGE_LAYOUTS=str(tmp_path)):
        assert handed(batch, "csv") == [["NIK", "KODE WADAH"], [cast.nik_of(1), "SG"]]
    assert Message.objects.get().version == 2


def test_an_unknown_layout_is_refused_with_those_there_are():
    batch, _ = batch_of(1)
    with pytest.raises(Refused, match="bpjs-bpu-1"):
        hand_over(batch=batch, layout="bpjs-lain", actor=cast.OPERATOR, on=ANSWERED)


def test_a_file_of_answers_gives_everybody_one_standing_answer(tmp_path):
    batch, _ = batch_of(4)
    path = answers(tmp_path, yes(1), yes(1), no(2, "R02", "meninggal"), no(3, "R01"))

    done = enter(path, batch)

    assert (done.accepted, done.rejected, done.problems) == (1, 2, ())
    [row] = queries.batches()
    assert (row["people"], row["accepted"], row["rejected"], row["waiting"]) == (4, 1, 2, 1)
    assert queries.refusals(batch.pk) == {"already_member": 1, "deceased": 1}
    assert Registration.objects.get(answer="accepted").registered_on == date(2025, 6, 25)
    assert [problem.code for problem in queries.overdue(date(2025, 7, 20), 14)] == ["MEMBER-20"]
    late = enter(answers(tmp_path, yes(4), name="susulan.xlsx"), batch, on=date(2025, 7, 21))
    assert (late.accepted, queries.overdue(date(2025, 8, 20), 14)) == (1, [])
    assert_in_balance()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_whatever_encoding_and_delimiter_the_office_uses(tmp_path, encoding, delimiter):
    batch, _ = batch_of(1)
    path = tmp_path / "jawaban.csv"
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows([TITLES, yes(1, "Yohanes Bria José")])
    assert enter(path, batch).accepted == 1


def test_the_same_file_again_changes_nothing(tmp_path):
    batch, _ = batch_of(2)
    path = answers(tmp_path, yes(1), no(2))
    enter(path, batch)
    again = enter(path, batch)
    assert (again.already, again.accepted, again.rejected) == (True, 0, 0)
    assert Message.objects.filter(direction="in").count() == 1
    assert_in_balance()


def test_a_status_nobody_knows_is_told_at_its_row_and_the_person_goes_on_waiting(tmp_path):
    batch, _ = batch_of(2)
    done = enter(answers(tmp_path, yes(1), yes(2, status="DIPROSES ULANG")), batch)
    [problem] = done.problems
    assert (problem.code, problem.row, done.accepted) == ("MEMBER-12", 3, 1)
    assert queries.batches()[0]["waiting"] == 1


def test_a_reason_code_nobody_knows_is_kept_as_another_reason_and_told(tmp_path):
    batch, _ = batch_of(1)
    done = enter(answers(tmp_path, no(1, "Z99", "?")), batch)
    assert ([problem.code for problem in done.problems], done.rejected) == (["MEMBER-13"], 1)
    assert Registration.objects.values_list("reason_code", "reason_kind").get() == ("Z99", "other")


def test_a_name_spelt_otherwise_is_accepted_kept_and_shown(tmp_path):
    batch, _ = batch_of(2)
    done = enter(answers(tmp_path, yes(1, "YOHANES BRIA"), yes(2, "Agustin Luruk")), batch)
    assert (done.accepted, [problem.code for problem in done.problems]) == (2, ["MEMBER-14"])
    assert list(Registration.objects.exclude(name_said="").values_list("name_said", flat=True)) == ["Agustin Luruk"]


def test_a_file_for_another_batch_is_refused_whole_with_a_line_in_the_audit(tmp_path):
    batch, _ = batch_of(2)
    with pytest.raises(Refused) as refusal:
        enter(answers(tmp_path, yes(1), yes(71), yes(72)), batch)
    assert [problem.code for problem in refusal.value.problems] == ["MEMBER-15"]
    assert not Registration.objects.exclude(answer=None).exists()
    assert not Message.objects.exists()
    act = Act.objects.get(verb="membership.answer.refused")
    assert (act.subject, act.details["codes"], act.actor_id) == (f"batch:{batch.pk}", "MEMBER-15", BPJS.id)


def test_a_file_that_names_another_batch_is_refused(tmp_path):
    batch, _ = batch_of(1)
    path = makers.xlsx(tmp_path / "lain.xlsx", [[*TITLES, "NO KIRIMAN"], [*yes(1), str(batch.pk + 1)]])
    with pytest.raises(Refused, match="MEMBER-15"):
        enter(path, batch)


@pytest.mark.parametrize(
    ("role", "region", "allowed"),
    [
        ("bpjs", "53", True),
        ("bpjs", "53.21", True),
        ("bpjs", "53.71", False),
        ("bank", "53", False),
        ("", "", False),
    ],
)
def test_only_an_officer_of_bpjs_who_serves_the_district_signs_answers_off(tmp_path, role, region, allowed):
    batch, _ = batch_of(1)
    officer = User.objects.create_user("rina.bpjs", name="Rina Lestari")
    if role:
        Role.objects.create(user=officer, name=role, region_id=region, since=ANSWERED, given_by="uji")
    words = {"path": answers(tmp_path, yes(1)), "batch": batch, "on": ANSWERED}
    rina = Actor("rina.bpjs", "Rina Lestari")
    if allowed:
        assert take_in(actor=rina, **words).accepted == 1
        return
    with pytest.raises(Refused, match="EXCHANGE-07"):
        take_in(actor=rina, **words)
    assert Registration.objects.get().answer is None
    assert Act.objects.get(verb="membership.answer.refused").actor_id == "rina.bpjs"


def test_a_person_never_sent_is_told_and_the_rest_is_used(tmp_path):
    batch, _ = batch_of(2)
    done = enter(answers(tmp_path, yes(1), yes(2), yes(9)), batch)
    assert (done.accepted, [problem.code for problem in done.problems]) == (2, ["MEMBER-03"])


def test_a_cell_like_a_formula_refuses_the_file_and_is_audited(tmp_path):
    batch, _ = batch_of(1)
    path = tmp_path / "jawaban.csv"
    path.write_text(f"NIK;STATUS;NO KPJ;ALASAN\n{cast.nik_of(1)};DITERIMA;{kpj_of(1)};=cmd|'/c calc'!A0\n")
    with pytest.raises(Refused, match="EXCHANGE-06"):
        enter(path, batch)
    assert Registration.objects.get().answer is None
    assert Act.objects.filter(verb="membership.answer.refused").count() == 1


def test_a_line_of_a_gigabyte_is_refused_before_it_is_read(tmp_path):
    batch, _ = batch_of(1)
    path = tmp_path / "jawaban.csv"
    with path.open("wb") as stream:
        stream.write(b"NIK;STATUS\n")
        stream.truncate(1024**3)  # a sparse file: one line without end
    with pytest.raises(Refused, match="INTAKE-07"):
        enter(path, batch)
    assert Act.objects.filter(verb="membership.answer.refused").exists()


def contradicted(tmp_path, row):
    batch, [maria] = batch_of(1)
    enter(answers(tmp_path, yes(1)), batch)
    done = enter(answers(tmp_path, row, name="seminggu-kemudian.xlsx"), batch, on=date(2025, 7, 4))
    assert [problem.code for problem in done.problems] == ["MEMBER-06"]
    [shown] = queries.open_contradictions()
    return maria, shown["number"]


def settled(number: int, stands: str):
    return settle(contradiction=number, stands=stands, note="surat cabang 12", actor=BPJS, on=date(2025, 7, 8))


def test_a_changed_kpj_stands_once_bpjs_confirms_it(tmp_path):
    other = [*yes(1)[:2], kpj_of(99), *yes(1)[3:]]
    maria, number = contradicted(tmp_path, other)
    settled(number, "later")
    assert Registration.objects.get().kpj == kpj_of(99)
    held = Identifier.objects.filter(person=maria, kind="kpj").order_by("value").values_list("value", "state")
    assert list(held) == [(kpj_of(1), "retired"), (kpj_of(99), "matched")]
    assert queries.open_contradictions() == []
    assert_in_balance()


def test_a_later_refusal_frees_the_seat_once_bpjs_confirms_it(tmp_path):
    maria, number = contradicted(tmp_path, no(1))
    settled(number, "later")
    assert cast.held_months(maria) == []
    assert Registration.objects.get().answer == "accepted"
    assert_in_balance()


def test_the_first_answer_goes_on_standing_when_bpjs_says_so_and_nothing_is_settled_twice(tmp_path):
    maria, number = contradicted(tmp_path, no(1))
    settled(number, "first")
    assert len(cast.held_months(maria)) == 6
    with pytest.raises(Refused, match="MEMBER-17"):
        settled(number, "later")
    with pytest.raises(IntegrityError), transaction.atomic():
        Contradiction.objects.update(settled_note="lain")
    assert checks.check_tallies_equal_registrations() == []


def test_a_refusal_that_freed_the_seat_is_not_undone(tmp_path):
    batch, _ = batch_of(1)
    enter(answers(tmp_path, no(1)), batch)
    enter(answers(tmp_path, yes(1), name="lagi.xlsx"), batch)
    with pytest.raises(Refused, match="MEMBER-18"):
        settled(queries.open_contradictions()[0]["number"], "later")
    assert len(queries.open_contradictions()) == 1


def test_the_database_refuses_another_kpj_without_a_settled_contradiction(tmp_path):
    batch, _ = batch_of(1)
    enter(answers(tmp_path, yes(1)), batch)
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.update(kpj=kpj_of(99))
