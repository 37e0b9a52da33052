"""A claim: our estimate, BPJS's decision, BPJS's payment; three things kept apart."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lindung.billing.services import freeze, pay
from lindung.claims import checks
from lindung.claims.models import Claim, Payee, Payout
from lindung.claims.queries import AS_OF
from lindung.claims.queries import payees as listed
from lindung.claims.services import Share, enter_decision, name_payees, record_payout, report
from lindung.coverage.services import decide, end
from lindung.kernel.month import Month
from lindung.kernel.problem import Refused
from lindung.membership import services as membership
from lindung.membership.models import Branch
from lindung.nominations.models import Enrolment
from lindung.people.models import Fact
from lindung.people.services import merge, record_fact
from lindung.programmes.models import Tally
from tests import cast

pytestmark = pytest.mark.django_db

OCTOBER, REPORTED = date(2025, 10, 12), date(2025, 10, 15)


@pytest.fixture
def maria(db) -> int:
    """Maria of Malaka, covered from July to December 2025, registered, every premium paid."""
    programme = cast.province_programme(seats=2)
    [maria] = cast.people(1)
    covered(programme, [maria])
    registered(programme, 1)
    bill = freeze(
        programme=programme,
        branch=Branch.objects.get(code="atambua"),
        first=cast.JULY,
        last=Month(2025, 12),
        payment_code="25070001",
        due_on=date(2025, 7, 10),
        actor=cast.FINANCE,
        on=date(2025, 7, 1),
    )
    pay(bill=bill, rupiah=bill.rupiah, reference="TRX-1", sp2d="SP2D-1", actor=cast.FINANCE, on=date(2025, 7, 5))
    return maria


def covered(programme, persons) -> None:
    cast.proposed(programme, persons)
    cast.verified(programme)
    cast.decided(programme)


def registered(programme, *numbers: int) -> None:
    membership.load_branches()
    [batch] = membership.send(programme=programme, wadah="SG", actor=cast.OPERATOR, on=cast.LAUNCH).batches
    answers = [membership.Answer(cast.nik_of(n), accepted=True, kpj=f"2100000000{n}") for n in numbers]
    membership.answer(batch=batch, answers=answers, source="BPJS", actor=cast.OPERATOR, on=date(2025, 6, 20))


def died(person, event_on=OCTOBER, cause="natural", on=None, **more):
    return reported(person, "death", cause, event_on, on or max(event_on, REPORTED), **more)


def reported(person, event_kind, cause, event_on, on=REPORTED, **more):
    return report(
        person=person, event_kind=event_kind, cause=cause, event_on=event_on, source="surat kematian desa",
        actor=cast.OPERATOR, on=on, **more,
    )  # fmt: skip


def decision(claim, rupiah=42_000_000, reference="BPJS-1", approved=True, **more):
    return enter_decision(
        claim=claim.pk, approved=approved, rupiah=rupiah, decided_on=date(2025, 10, 20), reference=reference,
        actor=cast.OPERATOR, on=date(2025, 10, 21), **more,
    )  # fmt: skip


def payees(claim, *shares: Share):
    return name_payees(claim=claim.pk, shares=shares, actor=cast.OPERATOR, on=date(2025, 10, 21))


def husband(rupiah=42_000_000) -> Share:
    return Share("Yohanes Bria", "spouse", rupiah, "Bank NTT", "0010012345678")


def payout(payee, rupiah, reference="PAY-1", paid_on=date(2025, 10, 24), on=date(2025, 10, 25)):
    return record_payout(
        payee=payee.pk, rupiah=rupiah, reference=reference, paid_on=paid_on, actor=cast.OPERATOR, on=on
    )


def granted(person, rupiah=42_000_000) -> tuple[Claim, Payee]:
    claim = died(person).claim
    decision(claim, rupiah)
    payees(claim, husband(rupiah))
    return claim, Payee.objects.get(claim=claim)


def codes(said) -> list[str]:
    found = said.value.problems if hasattr(said, "value") else said
    return [problem.code for problem in found]


def faults() -> list[str]:
    run = [check for name, check in vars(checks).items() if name.startswith("check_")]
    return [str(problem) for check in run for problem in check()]


def tally(stage: str) -> int:
    found = Tally.objects.filter(stage=stage).first()
    return found.value if found else 0


def test_a_natural_death_in_the_fourth_month_is_estimated_with_its_articles(maria):
    said = died(maria)

    assert said.problems == ()
    assert said.claim.covered
    assert said.claim.cover_month == date(2025, 10, 1)
    assert said.claim.estimate == 42_000_000
    lines = said.claim.estimate_lines["lines"]
    assert sum(line["amount"] for line in lines) == 42_000_000
    assert all(line["article"] for line in lines)
    assert tally("claims") == 1


def test_in_the_first_three_months_the_estimate_is_the_funeral_alone_and_says_why(maria):
    early = died(maria, date(2025, 8, 20))
    assert early.claim.estimate == 10_000_000
    assert early.claim.estimate_lines["warnings"]


def test_a_death_at_work_is_estimated_on_the_base_of_the_programme(maria):
    assert died(maria, cause="work").claim.estimate == 70_000_000


def test_a_death_is_known_from_then_on_and_frees_the_months_after_its_own(maria):
    died(maria)

    assert Fact.objects.get(person=maria, kind=Fact.Kind.DIED).on == OCTOBER
    assert [month for month, _ in cast.held_months(maria)] == ["2025-07", "2025-08", "2025-09", "2025-10"]


def test_an_accident_ends_no_cover(maria):
    reported(maria, "accident", "work", OCTOBER)
    assert len(cast.held_months(maria)) == 6


def test_the_same_report_again_is_the_same_claim(maria):
    assert died(maria).claim == died(maria).claim
    assert tally("claims") == 1
    with pytest.raises(Refused, match="CLAIM-07"):
        died(maria, cause="work")
    with pytest.raises(Refused, match="CLAIM-07"):
        died(maria, date(2025, 10, 11))


def test_an_event_outside_cover_is_refused_with_the_months_that_are_held(maria):
    with pytest.raises(Refused) as refusal:
        died(maria, date(2025, 6, 20))

    assert codes(refusal) == ["CLAIM-01"]
    assert "2025-07, 2025-08" in str(refusal.value)
    assert not Claim.objects.exists()
    assert not Fact.objects.filter(kind=Fact.Kind.DIED).exists(), "a refused report leaves nothing behind"


def test_who_never_had_cover_is_refused(maria):
    [other] = cast.people(1, start=7)
    with pytest.raises(Refused, match="tidak ada"):
        died(other)


def test_an_event_in_grace_is_taken_with_a_warning_and_one_after_it_is_refused(maria):
    said = died(maria, date(2026, 2, 10), on=date(2026, 2, 12))

    assert codes(said.problems) == ["CLAIM-02"]
    assert not said.claim.covered
    assert said.claim.estimate == 42_000_000
    assert Enrolment.objects.get(person=maria) == said.claim.enrolment
    assert faults() == []


def test_an_event_after_grace_is_refused(maria):
    with pytest.raises(Refused, match="CLAIM-01"):
        died(maria, date(2026, 4, 1), on=date(2026, 4, 2))


def test_who_is_not_registered_and_not_paid_for_is_told_before_the_family_travels(db):
    programme = cast.province_programme(seats=1)
    [yohanes] = cast.people(1)
    covered(programme, [yohanes])

    assert codes(died(yohanes).problems) == ["CLAIM-03", "CLAIM-04"]


def test_months_of_every_programme_count_and_a_gap_starts_anew(maria):
    province = Enrolment.objects.get(person=maria).programme
    end(
        programme=province,
        cases={Enrolment.objects.get(person=maria).pk: Month(2025, 9)},
        reason="moved",
        actor=cast.DECIDER,
        on=date(2025, 8, 30),
    )
    district = cast.district_programme(seats=1)
    nominations = cast.proposed(district, [maria])
    cast.verified(district)
    decide(
        decree=cast.decree(district),
        nominations=nominations,
        cover=(Month(2025, 10), Month(2025, 12)),
        actor=cast.DECIDER,
        on=date(2025, 9, 25),
    )

    said = died(maria)

    assert said.claim.enrolment.programme == district
    assert codes(said.problems) == ["CLAIM-03", "CLAIM-04"]
    assert said.claim.estimate == 10_000_000, "October is the first month after the gap"
    assert any("3" in warning for warning in said.claim.estimate_lines["warnings"])


def test_a_claim_for_a_merged_row_belongs_to_the_human_being(maria):
    [double] = cast.people(1, start=5)
    merge(person=maria, into=double, reason="orang yang sama", actor=cast.OPERATOR, on=cast.LAUNCH)

    said = died(maria)

    assert said.claim.person_id == double
    assert said.claim.estimate == 42_000_000
    assert died(double).claim == said.claim
    assert len(cast.held_months(maria)) == 4


def test_dates_that_contradict_are_refused(maria):
    with pytest.raises(Refused, match="CLAIM-05"):
        died(maria, OCTOBER, on=date(2025, 10, 1))
    record_fact(
        person=maria, kind=Fact.Kind.DIED, happened_on=date(2025, 10, 10), source="akta", actor=cast.OPERATOR,
        on=REPORTED,
    )  # fmt: skip
    with pytest.raises(Refused, match="CLAIM-06"):
        died(maria, OCTOBER)
    with pytest.raises(Refused, match="CLAIM-06"):
        reported(maria, "accident", "work", OCTOBER)
    assert reported(maria, "accident", "work", date(2025, 10, 9)).claim.covered


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
