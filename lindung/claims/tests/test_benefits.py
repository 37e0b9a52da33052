"""BPJS decides and pays; the two and our estimate are kept apart."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lindung.claims.models import Claim, Payee, Payout
from lindung.claims.queries import AS_OF
from lindung.claims.queries import payees as listed
from lindung.claims.services import Share
from lindung.claims.tests.story import (
    OCTOBER,
    REPORTED,
    codes,
    decision,
    died,
    faults,
    granted,
    husband,
    payees,
    payout,
    tally,
)
from lindung.kernel.problem import Refused
from lindung.programmes.models import Tally

pytestmark = pytest.mark.django_db


def test_bpjs_decides_and_pays_and_our_estimate_stays_what_it_was(maria):
    claim, payee = granted(maria, 10_000_000)
    payout(payee, 10_000_000)

    claim.refresh_from_db()
    assert (claim.estimate, claim.granted, claim.paid) == (42_000_000, 10_000_000, 10_000_000)
    assert tally("claims_paid_rupiah") == 10_000_000
    assert faults() == []


def test_a_later_decision_stands_but_never_below_what_was_paid(maria):
    claim, payee = granted(maria, 10_000_000)
    payout(payee, 10_000_000)

    with pytest.raises(Refused, match="CLAIM-12"):
        decision(claim, 9_999_999, "BPJS-2")
    decision(claim, 42_000_000, "BPJS-3")

    claim.refresh_from_db()
    assert claim.granted == 42_000_000
    assert decision(claim, 10_000_000, "BPJS-1").sequence == 1, "the same letter again changes nothing"
    claim.refresh_from_db()
    assert claim.granted == 42_000_000
    with pytest.raises(Refused, match="CLAIM-16"):
        decision(claim, 42_000_000, "BPJS-1")


def test_a_refusal_names_its_reason_and_a_grant_its_rupiah(maria):
    claim = died(maria).claim
    for approved, rupiah, reason in ((True, 0, ""), (False, 0, ""), (False, 1, "lapsed"), (True, -5, "")):
        with pytest.raises(Refused, match="CLAIM-13"):
            decision(claim, rupiah, approved=approved, reason=reason)
    decision(claim, 0, approved=False, reason="peserta menunggak")
    with pytest.raises(Refused, match="CLAIM-08"):
        payees(claim, husband())


def test_nothing_is_paid_above_the_decision_or_the_share(maria):
    claim = died(maria).claim
    decision(claim, 42_000_000)
    payees(claim, husband(22_000_000), Share("Agustina", "child", 20_000_000, "Bank NTT", "001", True, "Petrus"))
    first, second = claim.payees.order_by("pk")

    with pytest.raises(Refused) as refusal:
        payout(first, 43_000_000)
    assert codes(refusal) == ["CLAIM-09", "CLAIM-10"]
    payout(first, 22_000_000)
    with pytest.raises(Refused) as refusal:
        payout(first, 1, "PAY-2")
    assert codes(refusal) == ["CLAIM-10"]
    payout(second, 20_000_000, "PAY-3")
    for amount in (0, -1):
        with pytest.raises(Refused, match="CLAIM-17"):
            payout(second, amount, f"PAY-{amount}")


def test_the_same_payment_is_never_counted_twice(maria):
    _, payee = granted(maria)
    payout(payee, 10_000_000)

    with pytest.raises(Refused) as refusal:
        payout(payee, 10_000_000)

    assert codes(refusal) == ["CLAIM-11"]
    assert Payout.objects.count() == 1
    with pytest.raises(Refused, match="CLAIM-05"):
        payout(payee, 1, "PAY-2", paid_on=date(2025, 10, 26))


def test_shares_stay_within_the_decision_and_may_be_corrected(maria):
    claim, payee = granted(maria)
    with pytest.raises(Refused, match="CLAIM-09"):
        payees(claim, Share("Martina", "child", 1, "Bank NTT", "002"))
    payees(claim, husband(30_000_000), Share("Martina", "child", 12_000_000, "Bank NTT", "002"))
    payee.refresh_from_db()
    assert payee.share == 30_000_000
    payout(payee, 30_000_000)
    with pytest.raises(Refused, match="CLAIM-10"):
        payees(claim, husband(29_000_000))
    with pytest.raises(Refused, match="CLAIM-17"):
        payees(claim, husband(0))


def test_a_minor_needs_a_guardian_and_a_nearer_heir_excludes_the_others(maria):
    claim = died(maria).claim
    decision(claim)
    with pytest.raises(Refused, match="CLAIM-14"):
        payees(claim, Share("Agustina", "child", 1, "Bank NTT", "001", minor=True))

    warnings = payees(claim, husband(40_000_000), Share("Petrus", "sibling", 2_000_000, "Bank NTT", "002"))

    assert codes(warnings) == ["CLAIM-15"]
    assert "Petrus" in str(warnings[0])
    with pytest.raises(Refused):
        payees(claim, Share("Tetangga", "neighbour", 1, "Bank NTT", "003"))


def test_figures_of_an_earlier_day_know_only_what_was_known_then(maria):
    _, payee = granted(maria)
    payout(payee, 42_000_000)

    def known(day: str) -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT stage, value FROM ({AS_OF}) known", {"day": day})
            return dict(cursor.fetchall())

    assert known("2025-10-14") == {}
    assert known("2025-10-24") == {"claims": 1}
    assert known("2025-10-25") == {"claims": 1, "claims_paid_rupiah": 42_000_000}


def test_the_database_itself_refuses_what_exceeds_the_decision(maria):
    claim, payee = granted(maria)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payout.objects.create(
            payee=payee, rupiah=42_000_001, paid_on=OCTOBER, booked_on=REPORTED, reference="lewat belakang"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        claim.payees.create(name="X", relation="child", share=1, bank="", account="", minor=True)


def test_a_figure_that_drifts_is_found(maria):
    _, payee = granted(maria)
    payout(payee, 1_000_000)
    Tally.objects.filter(stage="claims").update(value=2)
    Claim.objects.update(paid=0)
    Payee.objects.update(share=1)
    assert len(faults()) == 3


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(min_value=-1_000_000, max_value=30_000_000), max_size=6))
def test_whatever_is_paid_never_exceeds_the_decision(maria, amounts):
    with transaction.atomic():
        claim, payee = granted(maria)
        for number, amount in enumerate(amounts):
            try:
                payout(payee, amount, f"PAY-{number}")
            except Refused:
                continue
        claim.refresh_from_db()
        paid = sum(Payout.objects.filter(payee=payee).values_list("rupiah", flat=True))
        assert paid == claim.paid == tally("claims_paid_rupiah") <= claim.granted
        assert faults() == []
        transaction.set_rollback(True)


def test_a_listing_shows_the_last_four_digits_of_an_account_only(maria):
    claim, _ = granted(maria)
    [line] = listed(claim=claim)
    assert (line.name, line.share, line.account) == ("Yohanes Bria", 42_000_000, "•••••••••5678")
