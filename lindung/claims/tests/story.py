"""What a claim needs before it can be told: cover, registration, a death, a decision, payees."""

from datetime import date

from lindung.claims import checks
from lindung.claims.models import Claim, Payee
from lindung.claims.services import Share, enter_decision, name_payees, record_payout, report
from lindung.membership import services as membership
from lindung.programmes.models import Tally
from tests import cast

OCTOBER, REPORTED = date(2025, 10, 12), date(2025, 10, 15)


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
