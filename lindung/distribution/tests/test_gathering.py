"""An event has seats, a stage, and paper for where no phone goes."""

from datetime import date

import pytest

from lindung.distribution.models import Handover, Invitation, PaperEntry
from lindung.distribution.services import hold_event, make_items
from lindung.distribution.services.gathering import book_paper, invite, note_attendance, type_paper
from lindung.kernel.problem import Refused
from tests import cast

pytestmark = pytest.mark.django_db
BETUN, TYPED = date(2025, 8, 25), date(2025, 8, 28)


@pytest.fixture
def event(programme):
    by = {"actor": cast.OPERATOR, "on": date(2025, 8, 1)}
    make_items(kind="card", programme=programme, made_at="BPJS", **by)
    make_items(kind="book", programme=programme, made_at="Bank NTT", **by)
    return hold_event(
        programme=programme, kind="handover", name="Penyerahan Betun", place="Kantor Bupati", region=cast.MALAKA,
        held_on=BETUN, officials=["Bupati Malaka"], actor=cast.OPERATOR, on=date(2025, 8, 10),
    )  # fmt: skip


@pytest.fixture
def lines(event) -> list[int]:
    """The enrolments of the three who are invited, by seat."""
    invite(event=event, places=[cast.MALAKA], on_stage=1, actor=cast.OPERATOR, on=date(2025, 8, 12))
    return list(Invitation.objects.filter(event=event).order_by("seat").values_list("enrolment_id", flat=True))


def typed(event, turn, lines, actor):
    return type_paper(event=event, turn=turn, lines=lines, actor=actor, on=TYPED)


def test_everyone_with_something_waiting_gets_one_seat_and_one_goes_on_stage(event, lines):
    assert [seat.seat for seat in Invitation.objects.order_by("seat")] == [1, 2, 3]
    assert Invitation.objects.filter(on_stage=True).count() == 1
    again = invite(event=event, places=["53.21.01"], on_stage=2, actor=cast.OPERATOR, on=date(2025, 8, 13))
    assert again == 0
    assert Invitation.objects.filter(on_stage=True).count() == 2


def test_a_village_elsewhere_is_not_invited(event):
    assert invite(event=event, places=[cast.BELU], actor=cast.OPERATOR, on=date(2025, 8, 12)) == 0


def test_attendance_is_noted_once(event, lines):
    by = {"event": event, "actor": cast.OPERATOR, "on": BETUN}
    assert note_attendance(enrolments=lines[:2], **by) == 2
    assert note_attendance(enrolments=lines, **by) == 1


def test_what_two_typists_read_alike_is_handed_over_and_the_rest_waits(event, lines):
    typed(event, 1, {lines[0]: ("kb", ""), lines[1]: ("k", ""), lines[2]: ("kb", "")}, cast.OPERATOR)
    typed(event, 2, {lines[0]: ("kb", ""), lines[1]: ("kb", "")}, cast.VERIFIER)
    given, waiting = book_paper(event=event, actor=cast.DECIDER, on=TYPED)
    assert given == 2
    assert [problem.code for problem in waiting] == ["HAND-23", "HAND-23"]
    assert "Kursi 2: ketikan pertama kartu, ketikan kedua kartu dan buku" in waiting[0].message
    assert set(Handover.objects.values_list("on", "booked_on")) == {(BETUN, TYPED)}
    typed(event, 1, {lines[1]: ("kb", "")}, cast.OPERATOR)
    given, waiting = book_paper(event=event, actor=cast.DECIDER, on=TYPED)
    assert (given, len(waiting)) == (2, 1)
    assert Handover.objects.count() == 4


def test_one_person_does_not_type_both_times(event, lines):
    typed(event, 1, {lines[0]: ("kb", "")}, cast.OPERATOR)
    with pytest.raises(Refused, match="HAND-21"):
        typed(event, 2, {lines[0]: ("kb", "")}, cast.OPERATOR)


def test_a_line_that_is_not_on_the_list_is_refused_whole(event, lines):
    with pytest.raises(Refused, match="HAND-22"):
        typed(event, 1, {lines[0]: ("kb", ""), 999_999: ("k", "")}, cast.OPERATOR)
    assert not PaperEntry.objects.exists()
