"""A person typed in and proposed; lists written as files: asked in a page, written by a job, run again safely."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.http import QueryDict
from django.utils import timezone

from lindung.accounts.access import has
from lindung.accounts.models import User
from lindung.accounts.services import actor_of
from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.kernel.days import age_on, in_words
from lindung.kernel.problem import Refused
from lindung.matching.services import enter
from lindung.nominations.problems import REGION_OUTSIDE, TOO_OLD, TOO_YOUNG
from lindung.nominations.services import propose
from lindung.people.models import Person
from lindung.people.services import Newcomer
from lindung.programmes.models import Programme
from lindung.ui.tables import Table
from lindung.web import problems
from lindung.web.models import Export
from lindung.web.writing import EXCEL_ROWS, forms_of, written

AT_ONCE = 2_000  # rows that are written while the page waits
SILENT = timedelta(minutes=2)  # without a sign of life for so long, a run is dead
KEPT = timedelta(days=7)  # how long a file may be fetched
STEP = 5_000  # rows between two signs of life


@verb
def add_person(
    *, newcomer: Newcomer, source: str, programme: Programme | None, village: str, actor: Actor, on: date
) -> Person:
    """Enter one person typed in and propose them for the programme, where one is named; both or neither.

    Refused: PEOPLE-… whom the registry knows, NOM-07 a village outside the programme, ROW-05 and ROW-06 the age.
    """
    if programme:
        _fits(programme, newcomer, village)
    person = enter(newcomer=newcomer, source=source, actor=actor, on=on)
    if programme:
        propose(programme=programme, person=person.pk, village=village, actor=actor, on=on)
    return person


def _fits(programme: Programme, newcomer: Newcomer, village: str) -> None:
    found = []
    if not f"{village}.".startswith(f"{programme.territory_id}."):
        found.append(REGION_OUTSIDE.problem(value=village, programme=programme.code))
    if born := newcomer.birth_date:
        age = age_on(born, programme.cover_from)
        told = {"start": in_words(programme.cover_from), "age": age}
        if age < programme.age_from:
            found.append(TOO_YOUNG.problem(**told, age_from=programme.age_from))
        if age >= programme.age_below:
            found.append(TOO_OLD.problem(**told, age_below=programme.age_below))
    if found:
        raise Refused(*found)


def table_of(name: str, user: User, query: str) -> Table:
    """The list as this person sees it now. Refused: EXPORT-01 unknown, EXPORT-02 not for this person."""
    import_module(settings.ROOT_URLCONF)  # a worker has not loaded the pages, and with them the lists
    if name not in Table.known:
        raise Refused(problems.UNKNOWN_LIST.problem(table=name))
    kind = Table.known[name]
    if not has(user, kind.needs):
        raise Refused(problems.NOT_YOURS.problem())
    return kind(user, QueryDict(query))


@verb
def ask(*, table: str, query: str, form: str, user: User) -> Export:
    """A list as a file; in its first form where `form` is none of its own.

    Short ones are written at once; for long ones a job waits. Refused: see `table_of`, EXPORT-03 for more rows than
    Excel holds.
    """
    listed = table_of(table, user, query)
    rows = listed.page.paginator.count
    form = form if form in forms_of(listed) else forms_of(listed)[0]
    if form == Export.Format.XLSX and rows > EXCEL_ROWS:
        raise Refused(problems.TOO_LONG.problem(rows=rows, most=EXCEL_ROWS))
    export = Export.objects.create(asked_by=user, table=table, query=query, format=form, rows=rows)
    export.refresh_from_db()
    record(
        actor=actor_of(user),
        verb="web.export",
        subject=f"export:{export.pk}",
        on=timezone.localdate(),
        table=table,
        query=query,
        format=form,
        rows=rows,
    )
    if rows > AT_ONCE:
        _send(export)
    return export


@verb
def run_again(*, export: Export) -> None:
    """A dead or failed run begins anew; what the old one may still write counts no more."""
    Export.objects.select_for_update().get(pk=export.pk)
    found = Export.objects.get(pk=export.pk)
    if found.state == Export.State.DONE or not is_dead(found):
        return
    found.attempt += 1
    found.state, found.done, found.trouble = Export.State.WAITING, 0, ""
    found.moved_at = timezone.now()
    found.save(update_fields=["attempt", "state", "done", "trouble", "moved_at"])
    _send(found)


def is_dead(export: Export) -> bool:
    """Whether nobody works on it any more."""
    if export.state == Export.State.FAILED:
        return True
    unfinished = export.state in (Export.State.WAITING, Export.State.RUNNING)
    return unfinished and timezone.now() - export.moved_at > SILENT


def write(number: int, attempt: int) -> None:
    """Write the file of this attempt; harmless when it is done already or was begun anew meanwhile."""
    mine = Export.objects.filter(pk=number, attempt=attempt).exclude(state=Export.State.DONE)
    if not mine.update(state=Export.State.RUNNING, done=0, moved_at=Now()):
        return
    export = Export.objects.select_related("asked_by").get(pk=number)
    try:
        table = table_of(export.table, export.asked_by, export.query)
        content = written(table, export.format, lambda done: _alive(number, attempt, done))
    except Refused as trouble:  # the role ended meanwhile: the file is not written, and that is the end of it
        mine.update(state=Export.State.FAILED, trouble=trouble.problems[0].code, moved_at=Now())
        return
    mine.update(state=Export.State.DONE, content=content, done=export.rows, moved_at=Now())


def fail(number: int, attempt: int, trouble: str) -> None:
    """The last try of a job ended with an error: its kind is kept for whoever looks after the server."""
    unfinished = Export.objects.filter(pk=number, attempt=attempt).exclude(state=Export.State.DONE)
    unfinished.update(state=Export.State.FAILED, trouble=trouble, moved_at=Now())


def forget_old() -> int:
    """Empty the files that nobody may fetch any more; how many."""
    old = Export.objects.filter(asked_at__lt=timezone.now() - KEPT, content__isnull=False)
    return old.update(content=None)


def _alive(number: int, attempt: int, done: int) -> None:
    if done % STEP == 0:
        Export.objects.filter(pk=number, attempt=attempt).update(done=done, moved_at=Now())


def _send(export: Export) -> None:
    from lindung.web.tasks import write_export

    transaction.on_commit(lambda: write_export.defer(number=export.pk, attempt=export.attempt))
