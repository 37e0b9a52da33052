"""The verbs of claims: report, enter BPJS's decision, name payees, record BPJS's payments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from lindung import policy
from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.claims import problems
from lindung.claims.models import Claim, Decision, Payee, Payout
from lindung.claims.queries import Cover, Member, cover_on, day_of_death, estimate, group_of, member_through
from lindung.coverage.services import end_for_death
from lindung.kernel.days import in_words
from lindung.kernel.month import Month
from lindung.kernel.problem import Problem, Refused
from lindung.kernel.rupiah import rupiah as in_rupiah
from lindung.people.models import Fact, Person
from lindung.people.services import record_fact
from lindung.policy.benefits import Costs


@dataclass(frozen=True, slots=True)
class Reported:
    """The claim, and what somebody must settle with BPJS before it is sent."""

    claim: Claim
    problems: tuple[Problem, ...] = ()


@verb
def report(
    *,
    person: int,
    event_kind: str,
    cause: str,
    event_on: date,
    source: str,
    actor: Actor,
    on: date,
    costs: Costs | None = None,
    children: Sequence[policy.Child] = (),
) -> Reported:
    """Enter an accident or a death with policy's estimate. The same report again gives the same claim.

    Refused: CLAIM-01 neither covered nor in grace, 05 event after the report, 06 another day of death known,
    07 reported already with another content. Warnings: CLAIM-02 in grace, 03 not registered yet, 04 premium of
    the month not paid. A death also enters the fact and ends all cover after its month.
    """
    rows = group_of(person)
    Person.objects.select_for_update().get(pk=rows[0].pk)
    if known := _known(rows[0], event_kind, cause, event_on):
        return Reported(known)
    _refuse_dates(rows, event_kind, event_on, on)
    cover = cover_on(rows, day=event_on, known_on=on)
    member = member_through(cover)
    answer = estimate(
        person=rows[0],
        cover=cover,
        member=member,
        event_kind=event_kind,
        cause=cause,
        event_on=event_on,
        costs=costs,
        children=children,
    )
    cautions = _cautions(rows[0], cover, member, event_on)
    claim = Claim.objects.create(
        person=rows[0],
        enrolment_id=cover.unbroken[-1].enrolment,
        event_kind=event_kind,
        cause=cause,
        event_on=event_on,
        reported_on=on,
        source=source,
        cover_month=Month.of(event_on).first,
        covered=cover.covered,
        estimate=answer.total,
        estimate_lines=answer.as_dict() | {"cautions": [str(problem) for problem in cautions]},
    )
    if event_kind == Claim.Event.DEATH:
        _end_life(rows, event_on, source, actor, on)
    record(
        actor=actor,
        verb="claims.report",
        subject=f"claim:{claim.pk}",
        on=on,
        event=event_kind,
        estimate=answer.total,
    )
    return Reported(claim, cautions)


def _known(person: Person, event_kind: str, cause: str, event_on: date) -> Claim | None:
    """The claim there is already; a death is reported once, whatever the day."""
    same = Claim.objects.filter(person=person, event_kind=event_kind)
    if event_kind == Claim.Event.ACCIDENT:
        same = same.filter(event_on=event_on)
    claim = same.first()
    if claim and (claim.cause, claim.event_on) != (cause, event_on):
        raise Refused(problems.ALREADY_REPORTED.problem(name=person.name, event=in_words(claim.event_on)))
    return claim


def _refuse_dates(rows: Sequence[Person], event_kind: str, event_on: date, on: date) -> None:
    faults: list[Problem] = []
    if event_on > on:
        faults.append(problems.FUTURE_EVENT.problem(event=in_words(event_on), on=in_words(on)))
    died = day_of_death(rows)
    if died and (event_on != died if event_kind == Claim.Event.DEATH else event_on > died):
        faults.append(
            problems.OTHER_DEATH.problem(name=rows[0].name, died=in_words(died), event=in_words(event_on))
        )
    if faults:
        raise Refused(*faults)


def _cautions(person: Person, cover: Cover, member: Member, event_on: date) -> tuple[Problem, ...]:
    """What BPJS may object to; refuses an event outside cover and grace."""
    said: list[Problem] = []
    if not cover.covered:
        said.append(_outside(person, cover, event_on))
    if member.since is None or member.since > event_on:
        said.append(problems.NOT_REGISTERED.problem(name=person.name))
    if cover.last and cover.covered and not cover.last.paid:
        said.append(problems.UNPAID_MONTH.problem(name=person.name, month=cover.month))
    return tuple(said)


def _outside(person: Person, cover: Cover, event_on: date) -> Problem:
    last = cover.last
    if last:
        standing = policy.standing(on=event_on, paid_through=last.month.last)
        if standing.entitled:
            return problems.IN_GRACE.problem(name=person.name, month=cover.month, last=last.month)
    held = ", ".join(str(one.month) for one in cover.held) or "tidak ada"
    raise Refused(problems.NOT_COVERED.problem(name=person.name, month=cover.month, held=held))


def _end_life(rows: Sequence[Person], died_on: date, source: str, actor: Actor, on: date) -> None:
    """Enter the death and free every month after it; the month of death stays covered."""
    record_fact(person=rows[0].pk, kind=Fact.Kind.DIED, happened_on=died_on, source=source, actor=actor, on=on)
    for row in rows:
        end_for_death(person=row.pk, died_on=died_on, actor=actor, on=on)


@verb
def enter_decision(
    *,
    claim: int,
    approved: bool,
    rupiah: int,
    decided_on: date,
    reference: str,
    actor: Actor,
    on: date,
    reason: str = "",
) -> Decision:
    """Enter what BPJS decided. The same letter again changes nothing; a later letter stands from then on.

    Refused: CLAIM-12 less than BPJS paid already, 13 a grant without rupiah or a refusal without reason, 16 the
    letter is known with another content.
    """
    held = Claim.objects.select_for_update().get(pk=claim)
    if approved != (rupiah > 0) or not (approved or reason):
        raise Refused(problems.NO_REASON.problem(reference=reference))
    wanted = {"approved": approved, "rupiah": rupiah, "on": decided_on, "reason": reason}
    known = Decision.objects.filter(claim=held, reference=reference).first()
    if known and any(getattr(known, field) != value for field, value in wanted.items()):
        raise Refused(problems.DECISION_KNOWN.problem(reference=reference, day=in_words(known.on)))
    if known:
        return known
    if rupiah < held.paid:
        raise Refused(problems.BELOW_PAID.problem(rupiah=in_rupiah(rupiah), paid=in_rupiah(held.paid)))
    decision = Decision.objects.create(
        claim=held, sequence=held.decisions.count() + 1, reference=reference, booked_on=on, **wanted
    )
    record(actor=actor, verb="claims.enter_decision", subject=f"claim:{claim}", on=on, reason=reason, rupiah=rupiah)
    return decision


@dataclass(frozen=True, slots=True)
class Share:
    """A payee's part of the benefit in rupiah; relation `self`, or one of policy's list of heirs."""

    name: str
    relation: str
    rupiah: int
    bank: str
    account: str
    minor: bool = False
    guardian: str = ""


@verb
def name_payees(*, claim: int, shares: Sequence[Share], actor: Actor, on: date) -> tuple[Problem, ...]:
    """Name who receives BPJS's grant; naming somebody again corrects share, account or guardian.

    Returns warnings about heirs whom a nearer one excludes (CLAIM-15). Refused: CLAIM-08 nothing granted, 09
    shares above the grant, 10 a share below what was paid, 14 a minor without guardian, 17 no amount.
    """
    held = Claim.objects.select_for_update().get(pk=claim)
    if not held.granted:
        raise Refused(problems.NOT_GRANTED.problem())
    faults = [problems.NO_GUARDIAN.problem(name=one.name) for one in shares if one.minor and not one.guardian]
    faults += [_no_amount(one.name, one.rupiah) for one in shares if one.rupiah <= 0]
    if faults:
        raise Refused(*faults)
    for one in shares:
        Payee.objects.update_or_create(
            claim=held,
            name=one.name,
            relation=one.relation,
            defaults={
                "share": one.rupiah,
                "bank": one.bank,
                "account": one.account,
                "minor": one.minor,
                "guardian": one.guardian,
            },
        )
    _refuse_shares(held)
    record(actor=actor, verb="claims.name_payees", subject=f"claim:{claim}", on=on, payees=len(shares))
    return _excluded(held)


def _refuse_shares(claim: Claim) -> None:
    named = claim.payees.annotate(paid=Sum("payouts__rupiah", default=0))
    faults = [
        problems.ABOVE_SHARE.problem(rupiah=in_rupiah(one.paid), name=one.name, left=in_rupiah(one.share))
        for one in named
        if one.paid > one.share
    ]
    shared = sum(one.share for one in named)
    if shared > claim.granted:
        faults.append(
            problems.ABOVE_DECISION.problem(
                what="Jumlah bagian", rupiah=in_rupiah(shared), left=in_rupiah(claim.granted)
            )
        )
    if faults:
        raise Refused(*faults)


def _excluded(claim: Claim) -> tuple[Problem, ...]:
    if claim.event_kind != Claim.Event.DEATH:
        return ()
    named = list(claim.payees.order_by("pk"))
    order = policy.heirs(
        on=claim.event_on,
        family=[one.relation for one in named],
        minors=any(one.minor for one in named),
    )
    return tuple(
        problems.EXCLUDED_HEIR.problem(name=one.name, relation=one.relation, rank=order.label)
        for one in named
        if one.relation.replace("-", "_") in order.excluded
    )


@verb
def record_payout(*, payee: int, rupiah: int, reference: str, paid_on: date, actor: Actor, on: date) -> Payout:
    """Record what BPJS paid to a payee.

    Refused: CLAIM-05 ahead of time, 09 above the decision, 10 above the payee's share, 17 no amount, 11 a
    reference that is recorded already: the same payment is never counted twice.
    """
    person = Payee.objects.get(pk=payee)
    claim = Claim.objects.select_for_update().get(pk=person.claim_id)
    if known := Payout.objects.filter(reference=reference).first():
        raise Refused(_used(known))
    paid = person.payouts.aggregate(sum=Sum("rupiah", default=0))["sum"]
    faults: list[Problem] = []
    if paid_on > on:
        faults.append(problems.FUTURE_EVENT.problem(event=in_words(paid_on), on=in_words(on)))
    if rupiah <= 0:
        faults.append(_no_amount(person.name, rupiah))
    if rupiah > claim.granted - claim.paid:
        faults.append(
            problems.ABOVE_DECISION.problem(
                what="Pembayaran", rupiah=in_rupiah(rupiah), left=in_rupiah(claim.granted - claim.paid)
            )
        )
    if rupiah > person.share - paid:
        faults.append(
            problems.ABOVE_SHARE.problem(
                rupiah=in_rupiah(rupiah), name=person.name, left=in_rupiah(person.share - paid)
            )
        )
    if faults:
        raise Refused(*faults)
    payout, made = Payout.objects.get_or_create(
        reference=reference,
        defaults={"payee": person, "rupiah": rupiah, "paid_on": paid_on, "booked_on": on},
    )
    if not made:
        raise Refused(_used(payout))
    record(
        actor=actor,
        verb="claims.record_payout",
        subject=f"claim:{claim.pk}",
        on=on,
        rupiah=rupiah,
        reference=reference,
    )
    return payout


def _used(known: Payout) -> Problem:
    return problems.REFERENCE_USED.problem(
        reference=known.reference, day=in_words(known.paid_on), rupiah=in_rupiah(known.rupiah)
    )


def _no_amount(name: str, rupiah: int) -> Problem:
    return problems.NO_AMOUNT.problem(name=name, rupiah=in_rupiah(rupiah))
