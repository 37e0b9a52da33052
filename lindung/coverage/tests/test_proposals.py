"""Cover that a merge or a fact makes one too many: what is proposed, and that no month is lost by taking it."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner

from lindung.coverage.checks import check_counters_equal_ledger, check_nobody_is_paid_twice_through_a_merge
from lindung.coverage.commands import cover, match
from lindung.coverage.queries import proposals, review_queue
from lindung.coverage.services import accept
from lindung.coverage.services import decide as decide_cover
from lindung.kernel.month import Month
from lindung.kernel.problem import Refused
from lindung.matching.models import Pair
from lindung.matching.services import decide, undo
from lindung.matching.tests.pairs import pair
from tests import cast

pytestmark = pytest.mark.django_db

AUGUST = date(2025, 8, 20)


def covered(programme, persons: list[int], cover: tuple[int, int] = (7, 12)) -> None:
    cast.proposed(programme, persons)
    ids = cast.verified(programme)
    months = (Month(2025, cover[0]), Month(2025, cover[1]))
    number = f"SK-{cover[0]}-{cover[1]}"
    decide_cover(
        decree=cast.decree(programme, number), nominations=ids, cover=months, actor=cast.DECIDER, on=cast.LAUNCH
    )


def one(*persons: int) -> int:
    number = pair(*persons)
    decide(pairs=[number], kind="same", actor=cast.VERIFIER, on=AUGUST)
    return number


def months_of(*persons: int) -> list[str]:
    return sorted(month for person in persons for month, _ in cast.held_months(person))


def test_two_rows_found_to_be_one_are_shown_with_the_seat_to_end():
    maria, mia = cast.people(2)
    covered(cast.province_programme(seats=1), [maria])
    covered(cast.district_programme(seats=1), [mia])
    one(maria, mia)
    [told] = check_nobody_is_paid_twice_through_a_merge()
    [proposal] = proposals()
    assert (proposal.programme, proposal.reason, proposal.months) == ("MALAKA-2025", "double", 6)
    assert told.code == "COVER-12"
    assert f"lindung lists take {proposal.enrolment}" in told.remedy
    assert accept(enrolments=[proposal.enrolment], actor=cast.DECIDER, on=AUGUST) == 6
    assert months_of(maria, mia) == [f"2025-{month:02d}" for month in range(7, 13)]
    assert check_nobody_is_paid_twice_through_a_merge() == []
    assert check_counters_equal_ledger() == []


def test_two_seats_of_one_programme_end_in_one_not_in_none():
    maria, mia = cast.people(2)
    covered(cast.province_programme(seats=2), [maria, mia])
    one(maria, mia)
    [proposal] = proposals()
    accept(enrolments=[proposal.enrolment], actor=cast.DECIDER, on=AUGUST)
    assert months_of(maria, mia) == [f"2025-{month:02d}" for month in range(7, 13)]


def test_ending_a_double_by_its_nik_never_ends_both_seats():
    maria, mia = cast.people(2)
    covered(cast.province_programme(seats=2), [maria, mia])
    one(maria, mia)
    words = [
        cast.nik_of(1),
        "--programme",
        "NTT-2025",
        "--from",
        "2025-09",
        "--reason",
        "double",
        "--actor",
        "stefania",
    ]
    result = CliRunner().invoke(cover, ["end", *words])
    assert isinstance(result.exception, Refused)
    assert result.exception.problems[0].code == "COVER-21"
    assert len(months_of(maria, mia)) == 12


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [((7, 9), (7, 12), range(7, 13)), ((7, 9), (9, 12), range(7, 13)), ((7, 12), (9, 10), range(7, 13))],
    ids=["the longer stays", "one month overlaps", "inside the other"],
)
def test_taking_a_proposal_leaves_no_month_uncovered(first, second, kept):
    maria, mia = cast.people(2)
    covered(cast.province_programme(seats=1), [maria], first)
    covered(cast.district_programme(seats=1), [mia], second)
    one(maria, mia)
    [proposal] = proposals()
    accept(enrolments=[proposal.enrolment], actor=cast.DECIDER, on=AUGUST)
    assert months_of(maria, mia) == [f"2025-{month:02d}" for month in kept]
    assert proposals() == []


def test_a_merge_taken_back_takes_its_proposal_with_it():
    maria, mia = cast.people(2)
    covered(cast.province_programme(seats=1), [maria])
    covered(cast.district_programme(seats=1), [mia])
    undo(pair=one(maria, mia), actor=cast.VERIFIER, on=AUGUST, reason="kembar")
    assert proposals() == []
    assert len(months_of(maria, mia)) == 12


def test_what_nobody_proposes_is_not_taken():
    [maria] = cast.people(1)
    covered(cast.province_programme(seats=1), [maria])
    with pytest.raises(Refused) as refusal:
        accept(enrolments=[1], actor=cast.DECIDER, on=AUGUST)
    assert [problem.code for problem in refusal.value.problems] == ["COVER-18"]


def test_the_queue_puts_the_oldest_first_and_of_one_day_the_most_costly():
    persons = cast.people(6)
    covered(cast.province_programme(seats=2), persons[2:4])
    cheap, dear = pair(*persons[:2]), pair(*persons[2:4])
    old = pair(*persons[4:], on=date(2025, 6, 1))
    total, found = review_queue()
    assert total == 3
    assert [each.pair.pair for each in review_queue(limit=1, offset=1).rows] == [dear]
    assert [each.pair.pair for each in found] == [old, dear, cheap]
    assert [(each.months, each.rupiah) for each in found] == [(0, 0), (12, 12 * 16_800), (0, 0)]


def run(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(match, list(words))
    assert result.exit_code == code, (result.output, result.exception)
    return result.stdout


def test_the_commands_from_queue_to_verdict_and_back():
    maria, mia = cast.people(2)
    number = str(pair(maria, mia))
    who = ["--actor", "stefania", "--on", "2025-08-20"]
    [waiting] = json.loads(run("queue", "--json", "--within", "53.21"))
    assert (waiting["pair"], waiting["lower"]["nik"], waiting["rupiah"]) == (int(number), "5321xxxxxxxx0001", 0)
    assert "1 pasangan menunggu" in run("queue")
    assert json.loads(run("queue", "--json", "--within", "53.04")) == []
    run("decide", number, "ask", "--reason", "KTP belum dilihat", *who)
    assert json.loads(run("queue", "--json", "--asked"))[0]["state"] == "asked"
    assert "orang yang sama" in run("decide", number, "same", "--within", "53.21", *who)
    assert "sudah diputuskan demikian" in run("decide", number, "same", *who)
    run("undo", number, "--reason", "keliru", *who)
    shown = run("show", number)
    assert "NIK beda satu angka" in shown
    assert "ditanyakan" not in Pair.objects.get().state
    told = json.loads(run("show", number, "--json"))
    assert [verdict["kind"] for verdict in told["verdicts"]] == ["ask", "same", "undo"]
    assert told["start"] + sum(reason["weight"] for reason in told["reasons"]) == pytest.approx(told["weight"])
    assert "NIK orang" in run("correct", str(mia), cast.nik_of(77), "--source", "KTP", *who)
    assert "2 orang" in run("rebuild", *who)
