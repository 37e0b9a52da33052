"""Registrations that BPJS had made before this system knew of them."""

from __future__ import annotations

from datetime import date

from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor
from lindung.audit.verbs import analyse
from lindung.kernel.problem import Refused
from lindung.membership.models import Batch
from lindung.membership.services.answer import answer
from lindung.membership.services.judging import Answer
from lindung.membership.services.send import send_staged, stage_sending
from lindung.programmes.models import Programme

WADAH = "saldo awal"  # the list does not say in which group account they are


def bring_forward(
    cursor: CursorWrapper, *, programme: Programme, source: str, actor: Actor, on: date
) -> tuple[Batch, ...]:
    """Register everyone of `brought` with the KPJ the list states, one batch for each branch.

    Refused: MEMBER-01 a district without a branch, and whatever `answer` finds wrong with a KPJ.
    """
    stage_sending(cursor, programme, None)
    cursor.execute("DELETE FROM sending WHERE enrolment_id NOT IN (SELECT enrolment_id FROM brought)")
    batches = send_staged(cursor, programme, WADAH, on)
    analyse(cursor, sum(batch.people for batch in batches), "membership_registration", "membership_batch")
    for batch in batches:
        cursor.execute(
            """
            SELECT r.nik, b.kpj, b.paid_from FROM brought b JOIN membership_registration r USING (enrolment_id)
            WHERE r.batch_id = %s ORDER BY b.number
            """,
            [batch.pk],
        )
        answers = [Answer(nik, True, kpj, member_since=since) for nik, kpj, since in cursor.fetchall()]
        given = answer(batch=batch, answers=answers, source=source, actor=actor, on=on)
        if given.problems:
            raise Refused(*given.problems)
    return batches
