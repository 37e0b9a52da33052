"""Events are planned, people invited and signed lists typed in, on pages alone."""

from datetime import date

import pytest

from lindung.audit.models import Act
from lindung.distribution.models import Event, Handover, Invitation, PaperEntry
from lindung.distribution.queries import undelivered
from lindung.distribution.services import hand_over, make_items
from lindung.distribution.services.events import change_event
from lindung.kernel.problem import Refused
from tests import cast
from tests.officers import signed_in
from tests.pages import few_queries

pytestmark = pytest.mark.django_db
BETUN = date(2025, 8, 25)
PLAN = {
    "kind": "handover", "name": "Penyerahan Betun", "place": "Kantor Bupati", "region": cast.MALAKA,
    "held_on": "2025-08-25", "officials": "Simon Nahak, Bupati\n\nKepala BPJS Atambua\n",
}  # fmt: skip


@pytest.fixture
def items(programme) -> list[int]:
    by = {"actor": cast.OPERATOR, "on": date(2025, 8, 1)}
    make_items(kind="card", programme=programme, made_at="BPJS", **by)
    make_items(kind="book", programme=programme, made_at="Bank NTT", **by)
    return undelivered(programme=programme.pk)


@pytest.fixture
def event(programme, items) -> Event:
    signed_in("operator").post("/acara/baru/", PLAN | {"programme": programme.pk})
    return Event.objects.get()


@pytest.fixture
def lines(event) -> list[int]:
    signed_in("operator").post(f"/acara/{event.pk}/undang/", {"desa": ["53.21.01.2001"], "on_stage": "1"})
    return list(Invitation.objects.order_by("seat").values_list("enrolment_id", flat=True))


def codes(answer) -> list[str]:
    """What a page says is wrong, by its codes."""
    return [problem.code for problem in answer.context["refused"]]


def test_an_operator_plans_an_event_once_and_a_verifier_none(programme, event):
    assert event.officials == ["Simon Nahak, Bupati", "Kepala BPJS Atambua"]
    client = signed_in("operator")
    with few_queries():
        assert "Rencanakan acara" in client.get("/acara/").text
    assert client.post("/acara/baru/", PLAN | {"programme": programme.pk}).status_code == 302
    answer = client.post("/acara/baru/", PLAN | {"programme": programme.pk, "name": "Lain"})
    assert codes(answer) == ["HAND-08"]
    assert Event.objects.count() == 1
    assert signed_in("verifier").post("/acara/baru/", PLAN | {"programme": programme.pk}).status_code == 403


def test_no_event_is_planned_for_another_district(programme, items):
    answer = signed_in("operator").post("/acara/baru/", PLAN | {"programme": programme.pk, "region": cast.BELU})
    assert answer.status_code == 200
    assert not Event.objects.exists()


def test_a_plan_changes_and_the_record_keeps_what_it_was(event):
    client = signed_in("operator")
    with few_queries():
        assert "Simon Nahak" in client.get(f"/acara/{event.pk}/ubah/").text
    assert (
        client.post(f"/acara/{event.pk}/ubah/", PLAN | {"place": "Aula", "held_on": "2025-08-26"}).status_code
        == 302
    )
    event.refresh_from_db()
    assert (event.place, event.held_on) == ("Aula", date(2025, 8, 26))
    assert "Kantor Bupati, 53.21, 2025-08-25" in Act.objects.get(verb="distribution.change_event").details["before"]
    assert signed_in("operator", cast.BELU).get(f"/acara/{event.pk}/ubah/").status_code == 404


def test_day_and_region_stay_where_something_was_handed_over(event, items):
    hand_over(items=items[:1], event=event, actor=cast.OPERATOR, on=BETUN)
    client = signed_in("operator")
    assert codes(client.post(f"/acara/{event.pk}/ubah/", PLAN | {"held_on": "2025-08-26"})) == ["HAND-25"]
    assert client.post(f"/acara/{event.pk}/ubah/", PLAN | {"name": "Penyerahan di Betun"}).status_code == 302
    with pytest.raises(Refused, match="HAND-25"):
        change_event(
            event=event, name="x", place="y", region=cast.BELU, held_on=BETUN, officials=[], actor=cast.OPERATOR,
            on=BETUN,
        )  # fmt: skip


def test_villages_are_chosen_and_their_people_get_seats_once(event):
    client = signed_in("operator")
    with few_queries():
        page = client.get(f"/acara/{event.pk}/undang/")
    assert page.context["totals"] == {"waiting": 3, "invited": 0}
    for _ in range(2):
        client.post(f"/acara/{event.pk}/undang/", {"desa": ["53.21.01.2001", cast.BELU], "on_stage": "1"})
    assert Invitation.objects.count() == 3
    assert client.get(f"/acara/{event.pk}/undang/").context["totals"] == {"waiting": 0, "invited": 3}
    assert signed_in("village", "53.21.01").get(f"/acara/{event.pk}/undang/").status_code == 403


def test_two_people_type_the_list_and_what_is_alike_is_handed_over(event, lines):
    one, two = signed_in("operator"), signed_in("village", "53.21.01")
    first, second = f"/acara/{event.pk}/ketik/1/", f"/acara/{event.pk}/ketik/2/"
    with few_queries():
        assert one.get(first).text.count('name="w-') == 3
    ticked = {f"w-{line}": "" for line in lines} | {f"k-{line}": "1" for line in lines}
    assert one.post(first, ticked | {f"b-{lines[0]}": "1"}).status_code == 302
    assert "checked" not in two.get(second).text
    for code in (f"ld-{event.pk}-{lines[0]}", "2"):
        assert two.post(second, {"kode": code, "isi": "kb", "wakil": ""}).status_code == 302
    with few_queries():
        page = one.get(f"/acara/{event.pk}/ketik/")
    assert (page.context["alike"], page.context["differ"], page.context["once"]) == (1, 1, 1)
    assert "kartu dan buku" in page.text
    assert two.post(f"/acara/{event.pk}/ketik/").status_code == 403
    for _ in range(2):
        assert one.post(f"/acara/{event.pk}/ketik/").status_code == 200
    assert Handover.objects.count() == 2


def test_nobody_types_both_times_nor_a_line_that_is_not_there(event, lines):
    client = signed_in("operator")
    client.post(f"/acara/{event.pk}/ketik/1/", {"kode": "1", "isi": "k", "wakil": ""})
    assert codes(client.post(f"/acara/{event.pk}/ketik/2/", {"kode": "1", "isi": "k"})) == ["HAND-21"]
    for code in ("99", "LD-0-1", f"LD-{event.pk}-x", "9" * 30, ""):
        assert (
            "tidak ada pada daftar" in client.post(f"/acara/{event.pk}/ketik/1/", {"kode": code, "isi": "k"}).text
        )
    assert PaperEntry.objects.count() == 1
    assert signed_in("village", "53.21.02").get(f"/acara/{event.pk}/ketik/1/").text.count('name="w-') == 0
    assert signed_in("operator", cast.BELU).get(f"/acara/{event.pk}/ketik/1/").status_code == 404
    assert client.get(f"/acara/{event.pk}/ketik/3/").status_code == 404
