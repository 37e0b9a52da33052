"""Reversals of billed months: credits opened, asked, granted, refused; the budget held until then."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from lindung.billing.models import Credit
from lindung.billing.queries import AS_OF
from lindung.billing.services import Key, ask, grant, pay, refuse
from lindung.coverage.models import Posting
from lindung.coverage.services import decide, end, replace
from lindung.kernel.month import Month
from lindung.kernel.problem import Refused
from lindung.nominations.models import Enrolment
from lindung.programmes.models import Decree
from tests import cast

from .story import REVERSED, accept, dies, faults, frozen, known_on, registered, tallies
from .story import budget as committed_and_held

pytestmark = pytest.mark.django_db

ASKED, ANSWERED = date(2025, 9, 1), date(2025, 9, 15)
EACH = 16_800


def asked(programme, **words):
    return ask(programme=programme, reference="SURAT-1", actor=cast.FINANCE, on=ASKED, **words)


def granted(programme, **words):
    return grant(programme=programme, reference="BPJS-1", actor=cast.FINANCE, on=ANSWERED, **words)


def settle(bill):
    return pay(bill=bill, rupiah=bill.rupiah, reference="SP2D-1", actor=cast.FINANCE, on=date(2025, 7, 20))


def test_a_death_after_billing_opens_a_credit_for_each_later_month_and_holds_the_budget():
    programme, [maria, _] = registered(2)
    bill = frozen(programme)

    dies(maria)

    assert set(Credit.objects.values_list("month", "turn", "state", "opened_on")) == {
        (date(2025, month, 1), 1, "open", REVERSED) for month in range(9, 13)
    }
    assert committed_and_held() == (8 * EACH, 4 * EACH)
    assert tallies() == {"person_months": 8, "premium_billed": bill.rupiah, "credits_open": 4 * EACH}
    bill.refresh_from_db()
    assert bill.rupiah == 12 * EACH
    assert faults() == []


def test_a_reversal_before_billing_opens_no_credit():
    programme, [maria, _] = registered(2)
    dies(maria)
    frozen(programme)
    assert Credit.objects.count() == 0
    assert committed_and_held() == (8 * EACH, 0)


def test_a_freed_seat_waits_for_its_rupiah_until_bpjs_grants_the_credit():
    programme, [maria, _] = registered(2)
    [agustina] = cast.people(1, start=9)
    nominations = cast.proposed(programme, [agustina])
    cast.verified(programme)
    frozen(programme)
    dies(maria)
    amendment = cast.decree(programme, "SK-2", kind=Decree.Kind.AMENDMENT, on=REVERSED)

    with pytest.raises(Refused, match="COVER-03"), transaction.atomic():
        decide(
            decree=amendment,
            nominations=nominations,
            cover=(Month(2025, 9), Month(2025, 12)),
            actor=cast.DECIDER,
            on=REVERSED,
        )

    asked(programme)
    assert granted(programme) == 4
    assert committed_and_held() == (8 * EACH, 0)
    assert replace(decree=amendment, actor=cast.DECIDER, on=ANSWERED).months == 4
    assert faults() == []


def test_a_granted_credit_takes_the_months_from_the_paid_ones():
    programme, [maria, _] = registered(2)
    settle(frozen(programme))
    dies(maria)
    assert tallies()["months_paid"] == 12

    asked(programme)
    granted(programme)

    assert tallies() == {
        "person_months": 8, "premium_billed": 12 * EACH, "premium_paid": 12 * EACH, "months_paid": 8,
    }  # fmt: skip
    assert faults() == []


def test_a_refused_credit_stays_held_for_the_money_is_spent():
    programme, [maria, _] = registered(2)
    settle(frozen(programme))
    dies(maria)
    asked(programme)

    assert refuse(programme=programme, reference="BPJS-2", actor=cast.FINANCE, on=ANSWERED) == 4

    assert committed_and_held() == (8 * EACH, 4 * EACH)
    assert tallies()["months_paid"] == 12
    assert "credits_open" not in tallies()
    assert faults() == []


def test_credits_offset_on_the_next_bill_count_there_as_a_payment():
    programme, [maria, _] = registered(2)
    settle(frozen(programme, last=Month(2025, 10), code="KODE-1"))
    dies(maria)
    second = frozen(programme, first=Month(2025, 11), code="KODE-2", on=REVERSED)
    asked(programme)

    assert granted(programme, against=second) == 2

    assert second.paid_on == ANSWERED
    assert second.payments.get().kind == "offset"
    assert tallies() == {
        "person_months": 8, "premium_billed": 10 * EACH, "premium_paid": 10 * EACH, "months_paid": 8,
    }  # fmt: skip
    assert committed_and_held() == (8 * EACH, 0)
    assert faults() == []


def test_an_offset_larger_than_the_bill_is_refused_whole():
    programme, [maria, _] = registered(2)
    settle(frozen(programme, last=Month(2025, 11)))
    dies(maria)
    second = frozen(programme, first=Month(2025, 12), code="KODE-2", on=REVERSED)
    asked(programme)

    with pytest.raises(Refused, match="BILL-04"), transaction.atomic():
        granted(programme, against=second)

    assert set(Credit.objects.values_list("state", flat=True)) == {"asked"}


def test_an_offset_on_another_programmes_bill_is_refused():
    programme, [maria] = registered(1)
    frozen(programme)
    dies(maria)
    asked(programme)
    other, _ = registered(1, programme=cast.district_programme(seats=1), start=30)
    foreign = frozen(other, code="KODE-9")

    with pytest.raises(Refused, match="BILL-08"):
        granted(programme, against=foreign)


def test_some_credits_may_be_asked_and_granted_one_by_one():
    programme, [maria, _] = registered(2)
    frozen(programme)
    dies(maria)
    september = Key(maria, Month(2025, 9), 1)
    assert asked(programme, only=[september]) == 1
    assert granted(programme, only=[september]) == 1
    assert asked(programme) == 3
    assert tallies()["credits_open"] == 3 * EACH
    assert faults() == []


def test_a_credit_that_was_not_asked_for_cannot_be_granted():
    programme, [maria, _] = registered(2)
    frozen(programme)
    dies(maria)
    with pytest.raises(Refused, match="BILL-07"):
        granted(programme)
    asked(programme, only=[Key(maria, Month(2025, 9), 1)])
    with pytest.raises(Refused, match="ditemukan 1"):
        granted(programme, only=[Key(maria, Month(2025, 9), 1), Key(maria, Month(2025, 10), 1)])


def test_a_settled_credit_never_changes_again():
    programme, [maria] = registered(1)
    frozen(programme)
    dies(maria)
    asked(programme)
    granted(programme)
    with pytest.raises(Refused, match="BILL-07"):
        refuse(programme=programme, reference="BPJS-2", actor=cast.FINANCE, on=ANSWERED)
    for change in ({"state": "refused"}, {"settled_on": ASKED}, {"rupiah": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Credit.objects.update(**change)


def test_a_month_billed_reversed_and_taken_by_another_funder_is_billed_there_as_its_own_turn():
    province, [maria] = registered(1)
    frozen(province)
    enrolment = Enrolment.objects.get(programme=province)
    end(
        programme=province,
        cases={enrolment.pk: cast.JULY},
        reason=Posting.Reason.DOUBLE,
        actor=cast.OPERATOR,
        on=REVERSED,
    )
    district = cast.district_programme(seats=1)
    cast.proposed(district, [maria])
    cast.verified(district)
    cast.decided(district)
    accept(district, on=REVERSED)

    second = frozen(district, code="KODE-2", on=REVERSED)

    assert set(second.lines.values_list("turn", flat=True)) == {2}
    assert (Credit.objects.count(), second.rupiah) == (6, 6 * EACH)
    assert faults() == []


def test_figures_of_an_earlier_day_are_those_known_then():
    programme, [maria, _] = registered(2)
    settle(frozen(programme))
    dies(maria)
    asked(programme)
    granted(programme)

    money = {"premium_billed": 12 * EACH, "premium_paid": 12 * EACH}
    assert known_on(AS_OF, date(2025, 8, 19)) == money | {"months_paid": 12}
    assert known_on(AS_OF, REVERSED) == money | {"months_paid": 12, "credits_open": 4 * EACH}
    assert known_on(AS_OF, ANSWERED) == money | {"months_paid": 8}
