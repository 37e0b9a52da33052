"""Figures have one shape, add up, and can be made again as they were known on any day."""

from datetime import date

import pytest
from click.testing import CliRunner
from django.db import connections

from lindung.coverage.models import Posting
from lindung.coverage.services import end
from lindung.kernel.month import Month
from lindung.nominations.models import Enrolment
from lindung.reports.checks import check_figures_equal_base_tables, every_check
from lindung.reports.commands import figures as figures_command
from lindung.reports.commands import verify as verify_command
from lindung.reports.queries import figures, recounted, stages, total
from tests import cast

ASKED = [
    "programme", "funder", "funder_kind", "year", "district", "district_name", "seats", "seats_basis", "nominated",
    "rejected", "reserve", "verified", "decided", "enrolled", "registered", "person_months", "months_registered",
    "months_paid", "premium_billed", "premium_paid", "accounts", "cards_delivered", "books_delivered", "claims",
    "claims_paid_rupiah",
]  # fmt: skip


def covered(count: int, *, seats: int = 5) -> object:
    programme = cast.province_programme(seats=seats)
    cast.proposed(programme, cast.people(count))
    cast.verified(programme)
    cast.decided(programme)
    return programme


def withdrawn_from(month: Month, *, on: date) -> None:
    enrolment = Enrolment.objects.select_related("programme").order_by("pk")[0]
    end(
        programme=enrolment.programme, cases={enrolment.pk: month}, reason=Posting.Reason.WITHDRAWN,
        actor=cast.OPERATOR, on=on,
    )  # fmt: skip


@pytest.mark.django_db
def test_a_row_has_every_figure_that_was_asked_for():
    covered(2)
    [row] = figures()
    assert set(ASKED) <= set(row)
    assert (row["programme"], row["funder_kind"], row["year"]) == ("NTT-2025", "province", 2025)
    assert (row["district"], row["district_name"]) == ("53.21", "Kabupaten Malaka")
    assert (row["seats"], row["seats_basis"], row["enrolled"], row["person_months"]) == (5, "published", 2, 12)
    assert all(isinstance(row[stage], int) for stage in stages())


@pytest.mark.django_db
def test_every_stage_says_its_unit_and_what_it_counts():
    for stage, words in stages().items():
        assert set(words) == {"unit", "id", "en"}, stage


@pytest.mark.django_db
def test_the_total_is_the_sum_of_the_districts():
    programme = covered(3)
    belu = "53.04.01.2001"
    cast.proposed(programme, cast.people(2, village=belu, start=8), village=belu)
    rows = figures(programme="NTT-2025")
    assert {row["district"]: row["nominated"] for row in rows} == {cast.BELU: 2, cast.MALAKA: 3}
    assert total(rows, "nominated") == 5
    assert total(rows, "seats") == 5


@pytest.mark.django_db
def test_each_funder_has_a_row_of_its_own():
    covered(1)
    cast.district_programme(seats=7)
    assert {(row["programme"], row["funder_kind"], row["seats"]) for row in figures()} == {
        ("NTT-2025", "province", 5), ("MALAKA-2025", "district", 7),
    }  # fmt: skip
    assert len(figures(programme="MALAKA-2025")) == 1
    assert figures(programme="TIDAK-ADA") == []


@pytest.mark.django_db
def test_what_was_known_on_a_day_can_be_told_again_after_a_reversal():
    covered(2)
    before = figures(as_of=date(2025, 8, 31))
    withdrawn_from(Month(2025, 10), on=date(2025, 9, 1))

    assert figures(as_of=date(2025, 8, 31)) == before
    assert [(row["enrolled"], row["person_months"]) for row in before] == [(2, 12)]
    assert [(row["enrolled"], row["person_months"]) for row in figures()] == [(1, 9)]
    assert figures() == figures(as_of=date(2025, 9, 1)) == recounted()
    assert [row["enrolled"] for row in figures(as_of=date(2025, 6, 1))] == []


@pytest.mark.django_db
def test_verify_finds_nothing_in_a_sound_ledger():
    covered(3, seats=2)
    withdrawn_from(Month(2025, 9), on=date(2025, 8, 1))
    assert {name: check() for name, check in every_check() if check()} == {}


def test_a_tally_that_lies_is_found(committed_db):
    covered(2)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE programmes_tally SET value = value + 1 WHERE stage = 'enrolled'")
        cursor.execute("SET session_replication_role = origin")
    connections["owner"].close()
    [problem] = check_figures_equal_base_tables()
    assert problem.code == "REPORT-01"
    assert "enrolled" in problem.message
    answer = CliRunner().invoke(verify_command, [])
    assert answer.exit_code == 1
    assert "GAGAL reports.figures_equal_base_tables" in answer.stdout


@pytest.mark.django_db
def test_the_command_prints_a_table_for_people_and_a_list_for_programs():
    covered(2)
    assert "Kabupaten Malaka" in " ".join(
        CliRunner().invoke(figures_command, [], env={"COLUMNS": "250"}).stdout.split()
    )
    answer = CliRunner().invoke(figures_command, ["--json", "--as-of", "2025-06-02"])
    assert answer.exit_code == 0
    assert '"enrolled": 2' in answer.stdout


@pytest.mark.django_db
def test_a_narrow_screen_cuts_no_figure():
    covered(2)
    shown = CliRunner().invoke(figures_command, [], env={"COLUMNS": "40"}).stdout
    assert "memegang kursi" in shown
    assert "…" not in shown


@pytest.mark.django_db
def test_a_programme_that_is_not_there_is_no_row_of_zeros():
    covered(1)
    answer = CliRunner().invoke(figures_command, ["--programme", "NTT-2052"])
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "NTT-2025" in answer.stderr
