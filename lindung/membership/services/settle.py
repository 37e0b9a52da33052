"""Settling answers that contradict each other: BPJS says which one stands, and it is carried out."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.coverage.models import Posting
from lindung.coverage.services import end
from lindung.exchange.services import told_when_refused
from lindung.kernel.month import Month
from lindung.kernel.problem import Refused
from lindung.membership import problems
from lindung.membership.models import Contradiction, Registration
from lindung.membership.services.rights import may
from lindung.nominations.models import Enrolment
from lindung.people.models import Identifier
from lindung.people.services import change_kpj
from lindung.programmes.services import lock_counters

REJECTED = Registration.Answer.REJECTED


def settle(*, contradiction: int, stands: str, note: str, actor: Actor, on: date) -> Contradiction:
    """BPJS has said which answer stands, `first` or `later`; `note`: on whose word.

    Later and accepted: KPJ and start of membership become the later ones. Later and rejected: the person's months
    are reversed and the seat is free; the registration keeps what BPJS first said. Refused: MEMBER-17 unknown or
    settled already, MEMBER-18 a refusal that freed the seat is not undone here, MEMBER-19 somebody else's KPJ,
    EXCHANGE-07 an officer without that right where the person lives; each with a line in the audit.
    """
    subject = f"contradiction:{contradiction}"
    with told_when_refused(act="membership.settle", subject=subject, name=stands, actor=actor, on=on):
        return _settle(contradiction, stands, note, actor, on)


@verb
def _settle(contradiction: int, stands: str, note: str, actor: Actor, on: date) -> Contradiction:
    with connection.cursor() as cursor:
        found = (
            Contradiction.objects.select_for_update(of=("self",))
            .select_related("registration__batch__programme", "registration__enrolment")
            .filter(pk=contradiction, stands=None)
            .first()
        )
        if not found:
            raise Refused(problems.SETTLED.problem(number=contradiction))
        may(actor, "membership.answer", on, [found.registration.enrolment.district_id])
        found.stands, found.settled_on, found.settled_by, found.settled_note = stands, on, actor.id, note
        found.save(update_fields=["stands", "settled_on", "settled_by", "settled_note"])
        if stands == Contradiction.Stands.LATER:
            _carry_out(cursor, found, actor, on)
    record(
        actor=actor,
        verb="membership.settle",
        subject=f"contradiction:{contradiction}",
        on=on,
        reason=note,
        stands=stands,
        batch=found.registration.batch_id,
    )
    return found


def _carry_out(cursor: CursorWrapper, found: Contradiction, actor: Actor, on: date) -> None:
    registration = found.registration
    programme = registration.batch.programme
    lock_counters(cursor, programme.pk)
    if registration.answer == REJECTED:
        raise Refused(problems.SEAT_GONE.problem())
    if found.answer == REJECTED:
        seat = Enrolment.objects.get(pk=registration.pk)
        if seat.ended_on is None:
            start = {seat.pk: Month.of(seat.cover_from)}
            reason = Posting.Reason.REJECTED
            end(programme=programme, cases=start, reason=reason, actor=actor, on=on, note=found.source)
        return
    person = Enrolment.objects.select_related("person").get(pk=registration.pk).person
    root = person.merged_into_id or person.pk
    taken = Identifier.objects.filter(kind="kpj", value=found.kpj).exclude(state="retired").exclude(person=root)
    if taken.exists():
        raise Refused(problems.KPJ_HELD.problem(kpj=found.kpj))
    if found.kpj != registration.kpj:
        change_kpj(cursor, person=root, old=registration.kpj, new=found.kpj, source=found.source, on=on)
    cursor.execute(
        """
        UPDATE membership_registration SET kpj = %s, member_since = coalesce(%s, member_since)
        WHERE enrolment_id = %s
        """,
        [found.kpj, found.member_since, registration.pk],
    )
