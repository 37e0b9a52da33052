"""Bills frozen out of the ledger."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from lindung.billing import checks
from lindung.billing.models import Bill, BillLine
from lindung.coverage.services import replace
from lindung.kernel.month import Month
from lindung.kernel.problem import Refused
from lindung.membership.services import Answer, answer, load_branches, send
from lindung.people.models import Person
from lindung.programmes.models import Decree, Tally
from tests import cast

from .story import DECEMBER, REVERSED, accept, dies, faults, frozen, registered, tallies

pytestmark = pytest.mark.django_db


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def test_three_people_of_malaka_are_billed_for_six_months():
    programme, [maria, *_] = registered(3)

    bill = frozen(programme)

    assert (bill.people, bill.rupiah, bill.paid_on) == (3, 3 * 6 * 16_800, None)
    line = BillLine.objects.get(person=maria, month=date(2025, 7, 1))
    assert (line.nik, line.name, line.base, line.rupiah) == (cast.nik_of(1), "Yohanes Bria 1", 1_000_000, 16_800)
    assert len(line.kpj) == 11
    assert tallies() == {"person_months": 18, "premium_billed": 3 * 6 * 16_800}
    assert faults() == []


def test_a_line_keeps_name_and_price_whatever_happens_to_the_person_later():
    programme, [maria] = registered(1)
    frozen(programme)
    Person.objects.filter(pk=maria).update(name="Maria Bria")
    assert set(BillLine.objects.values_list("name", flat=True)) == {"Yohanes Bria 1"}


def test_the_same_months_are_never_billed_twice():
    programme, _ = registered(2)
    frozen(programme)

    with pytest.raises(Refused) as refusal:
        frozen(programme, code="KODE-2")

    assert codes(refusal) == ["BILL-01"]
    assert Bill.objects.count() == 1


def test_bills_of_single_months_add_up_to_the_year():
    programme, _ = registered(2)
    bills = [
        frozen(programme, Month(2025, number), Month(2025, number), code=f"KODE-{number}")
        for number in range(7, 13)
    ]
    assert {bill.rupiah for bill in bills} == {2 * 16_800}
    assert tallies()["premium_billed"] == 2 * 6 * 16_800
    assert faults() == []


def test_only_whom_bpjs_accepted_is_billed():
    load_branches()
    programme = cast.province_programme(seats=3)
    cast.proposed(programme, cast.people(3))
    cast.verified(programme)
    cast.decided(programme)
    [batch] = send(programme=programme, wadah="SG", actor=cast.OPERATOR, on=cast.LAUNCH).batches

    with pytest.raises(Refused) as refusal:
        frozen(programme)
    assert codes(refusal) == ["BILL-01"]

    answers = [Answer(cast.nik_of(1), True, "25000000001"), Answer(cast.nik_of(2), False)]
    answer(batch=batch, answers=answers, source="jawaban.xlsx", actor=cast.OPERATOR, on=cast.LAUNCH)
    assert frozen(programme).people == 1
    assert faults() == []


def test_a_branch_is_billed_for_its_own_people_only():
    programme, _ = registered(1)
    with pytest.raises(Refused) as refusal:
        frozen(programme, branch="ende")
    assert "Cabang Ende" in str(refusal.value)


def test_the_months_lived_by_the_dead_are_billed_and_no_others():
    programme, [maria] = registered(1)
    dies(maria)
    frozen(programme)
    assert list(BillLine.objects.values_list("month", flat=True)) == [date(2025, 7, 1), date(2025, 8, 1)]


def test_a_replacement_after_the_freeze_comes_on_the_next_bill():
    load_branches()
    programme = cast.province_programme(seats=1, rupiah=16_800 * 12)
    maria, yohanes = cast.people(2)
    cast.proposed(programme, [maria, yohanes])
    cast.verified(programme)
    cast.decided(programme)
    accept(programme)
    frozen(programme)
    dies(maria)
    amendment = cast.decree(programme, "SK-2", kind=Decree.Kind.AMENDMENT, on=REVERSED)
    assert replace(decree=amendment, actor=cast.DECIDER, on=REVERSED).months == 4
    accept(programme, on=REVERSED)

    second = frozen(programme, code="KODE-2", on=REVERSED)

    assert (second.people, second.rupiah) == (1, 4 * 16_800)
    assert set(second.lines.values_list("person_id", flat=True)) == {yohanes}
    assert faults() == []


@pytest.mark.parametrize(
    ("first", "last"),
    [(DECEMBER, cast.JULY), (cast.JULY, Month(2026, 7)), (Month(2024, 1), DECEMBER)],
)
def test_a_bill_spans_one_to_twelve_months(first, last):
    programme, _ = registered(1)
    with pytest.raises(Refused) as refusal:
        frozen(programme, first, last)
    assert codes(refusal) == ["BILL-02"]


def test_a_payment_code_names_one_bill():
    programme, _ = registered(1)
    frozen(programme, last=cast.JULY)
    with pytest.raises(Refused) as refusal:
        frozen(programme, first=Month(2025, 8))
    assert codes(refusal) == ["BILL-03"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE billing_bill SET rupiah = rupiah + 1",
        "UPDATE billing_bill SET due_on = due_on + 30",
        "INSERT INTO billing_billline (person_id, month, turn, bill_id, enrolment_id, nik, name, kpj, base, rupiah)"
        " SELECT person_id, '2025-12-01', 0, bill_id, enrolment_id, nik, name, kpj, base, rupiah"
        " FROM billing_billline WHERE month = '2025-07-01'",
    ],
)
def test_a_frozen_bill_cannot_be_changed_nor_lengthened(change):
    programme, _ = registered(1)
    frozen(programme, last=Month(2025, 9))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.parametrize(
    "change", ["UPDATE billing_billline SET rupiah = 1", "DELETE FROM billing_billline", "DELETE FROM billing_bill"]
)
def test_the_program_may_not_rewrite_a_bill(change):
    programme, _ = registered(1)
    frozen(programme)
    with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_month_that_is_not_in_the_ledger_cannot_be_billed():
    programme, [maria] = registered(1)
    dies(maria)
    with (
        pytest.raises(IntegrityError, match="billing_billline_of_entry"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            """
            WITH bill AS (
                INSERT INTO billing_bill (programme_id, branch_id, month_from, month_to, issued_on, frozen_on,
                    payment_code, due_on, people, rupiah)
                SELECT %s, 'atambua', day, day, day, day, 'X', day, 1, 5 FROM (VALUES (date '2025-07-01')) d (day)
                RETURNING id
            )
            INSERT INTO billing_billline
                (person_id, month, turn, bill_id, enrolment_id, nik, name, kpj, base, rupiah)
            SELECT %s, '2025-07-01', 2, bill.id, 1, '', '', '', 1, 5 FROM bill
            """,
            [programme.pk, maria],
        )


def test_a_tally_that_was_tampered_with_is_found():
    programme, _ = registered(1)
    frozen(programme)
    Tally.objects.filter(stage="premium_billed").update(value=1)
    [problem] = checks.check_tallies_equal_bills()
    assert problem.code == "BILL-09"
    assert "tercatat 1, seharusnya 100.800" in problem.message
