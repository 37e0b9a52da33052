"""What phones send is taken in: each event once, in any order, and its outcome named.

A phone's own events take effect by its numbers, whichever arrives first; between two phones the first to arrive
stands, and the other becomes a case. No clock of a phone decides anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.distribution import acts, problems
from lindung.distribution.acts import Act
from lindung.distribution.models import DeviceEvent
from lindung.distribution.services import effects
from lindung.distribution.services.effects import Phone, Verdicts
from lindung.kernel.days import in_words
from lindung.kernel.problem import Refused

RECORDED, CONFLICT, REFUSED, QUARANTINED = DeviceEvent.Outcome.values
KNOWN = "known"
COPY = """
COPY distribution_deviceevent (device_id, number, kind, items, corrects, event_id, body, signature, carried_by,
    received_on, outcome, message) FROM STDIN WITH (FORMAT binary)
"""
TYPES = ("int8", "int4", "text", "int8[]", "int4", "int8", "text", "bytea", "text", "date", "text", "text")
MOST = 500  # events in one request


class Sent(NamedTuple):
    """One event as it came: the signed text and its signature, r and s."""

    body: str
    signature: bytes


class Answer(NamedTuple):
    """What became of one event: recorded, conflict, refused, quarantined, or known with `first` one of these.

    A phone forgets nothing before it has heard one of them for its number.
    """

    number: int
    outcome: str
    message: str = ""
    first: str = ""


type Parsed = tuple[int, Sent, dict[str, Any]]
"""An event with the number it claims and what its text says."""


@verb
def take_in(*, device: str, sent: Sequence[Sent], actor: Actor, on: date) -> list[Answer]:
    """Take in at most MOST events of one phone; an answer for each number. `actor` carried them.

    Refused as a whole only for a phone nobody enrolled (SYNC-01). An event whose signature fails (SYNC-02), or
    whose number was used for another (SYNC-03), is answered refused and not kept: anybody could have sent it.
    """
    with connection.cursor() as cursor:
        phone = _phone(cursor, device)
        answers: dict[int, Answer] = {}
        unknown = _unknown(cursor, phone, sent[:MOST], answers)
        fresh = _believed(phone, unknown, answers)
        if fresh:
            verdicts = _judge(cursor, phone, [act for act, _ in fresh.values()], on)
            _store(cursor, phone, fresh, verdicts, actor, on)
            effects.open_cases(cursor, phone, verdicts, on)
            answers |= {number: _answer(number, verdicts) for number in fresh}
            record(
                actor=actor,
                verb="distribution.sync",
                subject=f"device:{device}",
                on=on,
                events=len(fresh),
                cases=len(verdicts.cases),
            )
    return list(answers.values())


def _phone(cursor: CursorWrapper, code: str) -> Phone:
    """Hold the phone: two requests of one phone take turns."""
    cursor.execute(
        """
        SELECT d.id, d.code, d.public, u.username, d.revoked_on, d.reason,
            coalesce((SELECT max(number) FROM distribution_deviceevent e WHERE e.device_id = d.id), 0)
        FROM distribution_device d JOIN accounts_user u ON u.id = d.officer_id
        WHERE d.code = %s FOR UPDATE OF d
        """,
        [code],
    )
    if not (found := cursor.fetchone()):
        raise Refused(problems.UNKNOWN_DEVICE.problem(code=code))
    return Phone(*found)


def _unknown(cursor: CursorWrapper, phone: Phone, sent: Sequence[Sent], answers: dict[int, Answer]) -> list[Parsed]:
    """Events never seen before, with their numbers; what is known to the letter is answered as it first was."""
    numbered = [(acts.number_of(said := acts.parse(one.body)), one, said) for one in sent]
    known = _known(cursor, phone, [number for number, *_ in numbered if number <= phone.last])
    for number, one, _ in numbered:
        if number in known:
            body, outcome, message = known[number]
            if body == one.body:
                answers[number] = Answer(number, KNOWN, message, outcome)
            elif number not in answers:
                problem = problems.NUMBER_USED.problem(number=number, code=phone.code)
                answers[number] = Answer(number, REFUSED, str(problem))
    return [parsed for parsed in numbered if parsed[0] not in known]


def _known(cursor: CursorWrapper, phone: Phone, numbers: Sequence[int]) -> dict[int, tuple[str, str, str]]:
    """Number → (body, outcome, message) of those of these events that were taken in before."""
    if not numbers:
        return {}
    cursor.execute(
        "SELECT number, body, outcome, message FROM distribution_deviceevent"
        " WHERE device_id = %s AND number = ANY(%s)",
        [phone.id, list(numbers)],
    )
    return {number: (body, outcome, message) for number, body, outcome, message in cursor.fetchall()}


def _believed(phone: Phone, unknown: Sequence[Parsed], answers: dict[int, Answer]) -> dict[int, tuple[Act, Sent]]:
    """Events of this phone, in the order of their numbers; the others are answered.

    The last of a row is believed for its signature, those before it because each is named in the next by its hash.
    """
    key = acts.public_key(bytes.fromhex(phone.public))
    found: dict[int, tuple[Act, Sent]] = {}
    after = ""  # what the believed event above says of the one before it
    for number, one, said in sorted(unknown, key=lambda parsed: -parsed[0]):
        named = bool(after) and number + 1 in found and acts.digest(one.body) == after
        if number and number not in found and (named or acts.signed(one.body, one.signature, key)):
            found[number] = _read(one, said, phone), one
            after = str(said.get("after") or "")
        elif number not in found:
            problem = problems.BAD_SIGNATURE.problem(number=number, code=phone.code)
            answers[number] = Answer(number, REFUSED, str(problem))
    return dict(sorted(found.items()))


def _read(one: Sent, said: dict[str, Any], phone: Phone) -> Act:
    """The act; one that cannot be read becomes a note, so that its number and text are kept."""
    try:
        return acts.read(one.body, device=phone.code, said=said)
    except acts.Malformed as trouble:
        return Act(number=acts.number_of(said), kind=acts.NOTE, reason=str(trouble), body=one.body)


def _judge(cursor: CursorWrapper, phone: Phone, fresh: Sequence[Act], on: date) -> Verdicts:
    """Let each act take effect, in the order of the phone's numbers."""
    verdicts = Verdicts()
    if phone.revoked_on:
        for act in fresh:
            problem = problems.REVOKED_DEVICE.problem(
                code=phone.code, day=in_words(phone.revoked_on), reason=phone.reason, number=act.number
            )
            verdicts.hold_back(act, problem)
        return verdicts
    good = [act for act in fresh if not _unfit(act, verdicts)]
    for kind, run in _runs(effects.in_force(cursor, phone, good)):
        effects.EFFECTS[kind](cursor, phone, run, on, verdicts)
    return verdicts


def _unfit(act: Act, verdicts: Verdicts) -> bool:
    if act.kind == acts.NOTE and act.reason:
        verdicts.refuse(act, problems.MALFORMED_ACT.problem(number=act.number, why=act.reason))
        return True
    return False


def _runs(fresh: Sequence[Act]) -> Iterator[tuple[str, list[Act]]]:
    """Acts of one kind that follow one another and share no item: each run is a few statements."""
    run: list[Act] = []
    seen: set[int] = set()
    for act in fresh:
        if act.kind not in effects.EFFECTS:
            continue
        if run and (act.kind != run[0].kind or seen.intersection(act.items)):
            yield run[0].kind, run
            run, seen = [], set()
        run.append(act)
        seen.update(act.items)
    if run:
        yield run[0].kind, run


def _answer(number: int, verdicts: Verdicts) -> Answer:
    outcome, message = verdicts.of(number)
    return Answer(number, outcome, message)


def _store(
    cursor: CursorWrapper,
    phone: Phone,
    fresh: dict[int, tuple[Act, Sent]],
    verdicts: Verdicts,
    actor: Actor,
    on: date,
) -> None:
    known = _events(cursor, {act.event for act, _ in fresh.values() if act.event})
    with cursor.copy(COPY) as stream:
        stream.set_types(TYPES)
        for act, one in fresh.values():
            outcome, message = verdicts.of(act.number)
            event = act.event if act.event in known else None
            about = (phone.id, act.number, act.kind, list(act.items), act.corrects, event)
            stream.write_row((*about, one.body, one.signature, actor.id, on, outcome, message))


def _events(cursor: CursorWrapper, named: set[int]) -> set[int]:
    """Those of the events named that exist."""
    if not named:
        return set()
    cursor.execute("SELECT id FROM distribution_event WHERE id = ANY(%s)", [list(named)])
    return {event for (event,) in cursor.fetchall()}
