"""Credits: asked of BPJS, granted by offset or refund, or refused. The database opened them with the reversals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.billing import problems
from lindung.billing.models import Bill, Credit, Payment
from lindung.billing.services.pay import enter
from lindung.exchange.rights import require_for
from lindung.kernel.month import Month
from lindung.kernel.problem import Refused
from lindung.kernel.rupiah import rupiah as in_words
from lindung.kernel.rupiah import thousands
from lindung.programmes.models import Programme
from lindung.programmes.services import lock_counters


class Key(NamedTuple):
    """Which credit: the reversal's place in the ledger."""

    person: int
    month: Month
    turn: int


@verb
def ask(*, programme: Programme, reference: str, actor: Actor, on: date, only: Sequence[Key] | None = None) -> int:
    """Ask BPJS by letter `reference` for every open credit of the programme, or exactly `only` these; how many.

    Refused: BILL-07 when there is none, or one of `only` is not open; EXCHANGE-07 an officer who may not in all of
    the programme's territory, as for every verb here. Asked again by the same letter when all is asked: nothing.
    """
    _require(programme, "meminta kredit program ini", actor, on)
    with connection.cursor() as cursor:
        lock_counters(cursor, programme.pk)
        if only is None and (before := _asked_before(programme, reference)):
            return before
        count, rupiah = _choose(cursor, programme, Credit.State.OPEN, only)
        cursor.execute(
            """
            UPDATE billing_credit c SET state = 'asked', asked_on = %s, asked_reference = %s
            FROM chosen WHERE (c.person_id, c.month, c.turn) = (chosen.person_id, chosen.month, chosen.turn)
            """,
            [on, reference],
        )
    _record("billing.ask", programme, actor, on, reference, count, rupiah)
    return count


@verb
def grant(
    *,
    programme: Programme,
    reference: str,
    actor: Actor,
    on: date,
    against: Bill | None = None,
    letter: str | None = None,
    only: Sequence[Key] | None = None,
) -> int:
    """BPJS grants every asked credit of the programme, or exactly `only` these; how many. Budget is free again.

    `letter`: those asked for by this letter of ours.
    `against`: BPJS offsets their sum on that bill, where it counts as a payment; None: it pays the money back.
    Refused: BILL-07 when none was asked for, BILL-08 a bill of another programme, BILL-04 more than the bill owes.
    """
    _require(programme, "memasukkan jawaban kredit program ini", actor, on)
    if against and against.programme_id != programme.pk:
        raise Refused(problems.OTHER_PROGRAMME.problem(code=against.payment_code, programme=programme.code))
    state = Credit.State.OFFSET if against else Credit.State.REFUNDED
    with connection.cursor() as cursor:
        lock_counters(cursor, programme.pk)
        if only is None and (before := _settled_before(programme, state, reference, letter)):
            return before
        count, rupiah = _choose(cursor, programme, Credit.State.ASKED, only, letter)
        payment = _offset(against, rupiah, reference, on) if against else None
        _settle(cursor, state, reference, on, payment)
    _record("billing.grant", programme, actor, on, reference, count, rupiah, state.value)
    return count


@verb
def refuse(
    *,
    programme: Programme,
    reference: str,
    actor: Actor,
    on: date,
    letter: str | None = None,
    only: Sequence[Key] | None = None,
) -> int:
    """BPJS refuses every asked credit of the programme, those of our `letter`, or exactly `only` these; how many.

    The money is spent: it stays held in the budget. Refused: BILL-07 when none was asked for.
    """
    _require(programme, "memasukkan jawaban kredit program ini", actor, on)
    with connection.cursor() as cursor:
        lock_counters(cursor, programme.pk)
        if only is None and (before := _settled_before(programme, Credit.State.REFUSED, reference, letter)):
            return before
        count, rupiah = _choose(cursor, programme, Credit.State.ASKED, only, letter)
        _settle(cursor, Credit.State.REFUSED, reference, on, None)
    _record("billing.refuse", programme, actor, on, reference, count, rupiah)
    return count


def _asked_before(programme: Programme, reference: str) -> int:
    """How many this very letter asked for, where nothing is left to ask for: pressed twice, asked once."""
    found = Credit.objects.filter(line__bill__programme=programme)
    if found.filter(state=Credit.State.OPEN).exists():
        return 0
    return found.filter(state=Credit.State.ASKED, asked_reference=reference).count()


def _settled_before(programme: Programme, state: Credit.State, reference: str, letter: str | None) -> int:
    """How many BPJS's very letter settled in this way, where none is left to settle."""
    found = Credit.objects.filter(line__bill__programme=programme)
    if letter is not None:
        found = found.filter(asked_reference=letter)
    if found.filter(state=Credit.State.ASKED).exists():
        return 0
    return found.filter(state=state, settled_reference=reference).count()


def _require(programme: Programme, act: str, actor: Actor, on: date) -> None:
    require_for(actor, "billing.pay", act, on, programme.territory_id)


def _choose(
    cursor: CursorWrapper,
    programme: Programme,
    state: Credit.State,
    only: Sequence[Key] | None,
    letter: str | None = None,
) -> tuple[int, int]:
    """Fill `chosen` with the credits in `state`; their number and rupiah. All of `only` or none. Locked before."""
    cursor.execute(
        """
        DROP TABLE IF EXISTS chosen;
        CREATE TEMP TABLE chosen ON COMMIT DROP AS
        SELECT c.person_id, c.month, c.turn, c.rupiah
        FROM billing_credit c
        JOIN billing_billline l ON (l.person_id, l.month, l.turn) = (c.person_id, c.month, c.billed_turn)
        JOIN billing_bill b ON b.id = l.bill_id
        WHERE b.programme_id = %(programme)s AND c.state = %(state)s
            AND (%(letter)s::text IS NULL OR c.asked_reference = %(letter)s) AND (%(all)s OR
            (c.person_id, c.month, c.turn) IN (
                SELECT * FROM unnest(%(persons)s::bigint[], %(months)s::date[], %(turns)s::smallint[])))
        """,
        {
            "programme": programme.pk,
            "state": state.value,
            "letter": letter,
            "all": only is None,
            "persons": [key.person for key in only or ()],
            "months": [key.month.first for key in only or ()],
            "turns": [key.turn for key in only or ()],
        },
    )
    cursor.execute("SELECT count(*), coalesce(sum(rupiah), 0)::bigint FROM chosen")
    found, rupiah = cursor.fetchone()
    wanted = len(set(only)) if only is not None else max(found, 1)
    if not found or found < wanted:
        raise Refused(
            problems.NO_SUCH_CREDITS.problem(
                wanted=thousands(wanted), found=thousands(found), programme=programme.code, state=state.label
            )
        )
    return found, rupiah


def _offset(bill: Bill, rupiah: int, reference: str, on: date) -> Payment:
    payment, made = enter(bill, rupiah=rupiah, reference=reference, sp2d="", kind=Payment.Kind.OFFSET, on=on)
    if not made:  # the letter stands for other credits already
        raise Refused(
            problems.REFERENCE_USED.problem(reference=reference, code=bill.payment_code, rupiah=in_words(rupiah))
        )
    return payment


def _settle(cursor: CursorWrapper, state: Credit.State, reference: str, on: date, payment: Payment | None) -> None:
    cursor.execute(
        """
        UPDATE billing_credit c
        SET state = %s, settled_on = %s, settled_reference = %s, payment_id = %s
        FROM chosen WHERE (c.person_id, c.month, c.turn) = (chosen.person_id, chosen.month, chosen.turn)
        """,
        [state.value, on, reference, payment.pk if payment else None],
    )


def _record(
    verb: str,
    programme: Programme,
    actor: Actor,
    on: date,
    reference: str,
    count: int,
    rupiah: int,
    how: str | None = None,
) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=f"programme:{programme.code}",
        on=on,
        reference=reference,
        credits=count,
        rupiah=rupiah,
        how=how,
    )
