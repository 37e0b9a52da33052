"""What stands on the papers of an event."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection

from lindung.distribution import papers
from lindung.distribution.models import Event, HandoverCase
from lindung.distribution.queries.manifest import below
from lindung.distribution.queries.standing import board
from lindung.kernel.days import MONTHS, WEEKDAYS, in_figures, in_words
from lindung.kernel.month import Month
from lindung.kernel.rupiah import thousands

SEATS = """
SELECT v.seat, v.enrolment_id, p.name, r.name, v.on_stage, v.attended_on IS NOT NULL,
    coalesce(string_agg(CASE i.kind WHEN 'card' THEN 'kartu' ELSE 'buku' END, ', ' ORDER BY i.kind DESC)
        FILTER (WHERE i.state IN ('made', 'in_transit', 'at_place')), ''),
    bool_or(i.kind = 'card' AND i.state = 'handed_over'), bool_or(i.kind = 'book' AND i.state = 'handed_over')
FROM distribution_invitation v
JOIN nominations_enrolment e ON e.id = v.enrolment_id
JOIN nominations_nomination n ON n.id = e.nomination_id
JOIN people_person p ON p.id = e.person_id
JOIN regions_region r ON r.code = n.village_id
LEFT JOIN distribution_item i ON i.enrolment_id = e.id AND i.returned_on IS NULL
WHERE v.event_id = %(event)s AND n.village_id LIKE ANY(%(within)s)
GROUP BY v.seat, v.enrolment_id, p.name, r.name, v.on_stage, v.attended_on ORDER BY v.seat
"""


def _seats(event: Event, within: Sequence[str]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(SEATS, {"event": event.pk, "within": below(within)})
        return list(cursor.fetchall())


def _words(event: Event, title: str, printed_on: date) -> dict[str, Any]:
    return {
        "title": title,
        "office": settings.PROOF_ISSUER,
        "printed": in_figures(printed_on),
        "officials": event.officials,
        "event": {
            "name": event.name,
            "place": event.place,
            "held_on": in_words(event.held_on),
            "weekday": WEEKDAYS[event.held_on.weekday()],
        },
    }


def attendance(event: Event, within: Sequence[str], on: date) -> bytes:
    """Seats, a code for each line, and places to sign for card and book (PDF)."""
    seats = _seats(event, within)
    people = [
        {"seat": seat, "name": name, "village": village, "stage": stage, "waiting": waiting}
        for seat, _, name, village, stage, _, waiting, *_ in seats
    ]
    codes = [papers.line_code(event.pk, enrolment) for _, enrolment, *_ in seats]
    words = _words(event, "Daftar hadir dan tanda terima", on) | {"people": people}
    return papers.typeset("attendance", words, codes)


def attendance_book(event: Event, within: Sequence[str], on: date) -> bytes:
    """The same list as .xlsx."""
    yes = {True: "ya", False: "", None: ""}
    rows = [
        (seat, papers.line_code(event.pk, line), name, village, waiting, *(yes[done] for done in (stage, *had)))
        for seat, line, name, village, stage, came, waiting, card, book in _seats(event, within)
        for had in [(came, card, book)]
    ]
    return papers.workbook(f"{event.name}, {event.place}, {in_figures(event.held_on)}", rows)


def invitations(event: Event, within: Sequence[str], on: date) -> bytes:
    """A letter for everyone invited (PDF)."""
    people = [
        {"seat": seat, "name": name, "village": village, "stage": stage}
        for seat, _, name, village, stage, *_ in _seats(event, within)
    ]
    return papers.typeset("invitations", _words(event, "Undangan", on) | {"people": people})


def minutes(event: Event, within: Sequence[str], on: date) -> bytes:
    """Berita acara: totals by village, open cases, places for signatures (PDF)."""
    found = board(event=event.pk, within=within)
    totals = found["totals"]
    open_cases = HandoverCase.objects.filter(
        settled_on=None, item__enrolment__programme_id=event.programme_id
    ).count()
    written = {
        "villages": [_written(row) for row in found["villages"]],
        "totals": _written(totals),
        "rest": thousands(totals["people"] - min(totals["cards"], totals["books"])),
        "cases": thousands(open_cases),
    }
    return papers.typeset("minutes", _words(event, "Berita acara penyerahan", on) | written)


def _written(row: dict[str, Any]) -> dict[str, str]:
    return {key: thousands(value) if isinstance(value, int) else value for key, value in row.items()}


def leaflet(event: Event, within: Sequence[str], on: date) -> bytes:
    """One page for who receives: what is covered, how to claim, how to go on paying (PDF)."""
    programme = event.programme
    first = Month.of(programme.cover_from)
    last = first.plus(programme.months - 1)
    months = f"{MONTHS[first.number - 1]} sampai {MONTHS[last.number - 1]} {last.year}"
    about = {"programme": programme.name, "funder": programme.funder.name, "months": months}
    return papers.typeset("leaflet", _words(event, "Lembar belajar penerima", on) | about)


PDF, XLSX = "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
type Maker = Callable[[Event, Sequence[str], date], bytes]
# Name of the file → (its type, who makes it).
PAPERS: dict[str, tuple[str, Maker]] = {
    "daftar-hadir.pdf": (PDF, attendance),
    "daftar-hadir.xlsx": (XLSX, attendance_book),
    "undangan.pdf": (PDF, invitations),
    "berita-acara.pdf": (PDF, minutes),
    "lembar-belajar.pdf": (PDF, leaflet),
}
