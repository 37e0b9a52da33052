"""An act is written with its verb, names its actor, and is never changed again."""

from datetime import date

import pytest
from django.db import DatabaseError, connections, transaction

from lindung.audit.models import Act
from lindung.audit.services import Actor, record

DAY = date(2025, 6, 2)
MARIA = Actor("maria.operator", "Maria Seuk")


def an_act() -> Act:
    return record(actor=MARIA, verb="tests.try", subject="thing:1", on=DAY, reason="mencoba", count=3)


def acts():
    """Loading the regions for the tests was an act too."""
    return Act.objects.filter(subject="thing:1")


@pytest.mark.django_db
def test_an_act_says_who_what_when_and_why():
    act = Act.objects.get(pk=an_act().pk)
    assert (act.actor_id, act.actor_name, act.verb, act.on) == ("maria.operator", "Maria Seuk", "tests.try", DAY)
    assert (act.reason, act.details) == ("mencoba", {"count": 3})
    assert str(act) == "2025-06-02 Maria Seuk: tests.try thing:1"


@pytest.mark.django_db
@pytest.mark.parametrize("nobody", [Actor("", "Maria"), Actor("maria", "")])
def test_without_an_actor_there_is_no_act(nobody):
    with pytest.raises(ValueError, match="needs an actor"):
        record(actor=nobody, verb="tests.try", subject="thing:1", on=DAY)
    assert not acts().exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", ["UPDATE audit_act SET reason = 'lain'", "DELETE FROM audit_act", "TRUNCATE audit_act"]
)
def test_the_program_may_not_rewrite_an_act(statement):
    an_act()
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
        connections["default"].cursor().execute(statement)
    assert acts().get().reason == "mencoba"


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_act SET reason = 'lain'", "DELETE FROM audit_act", "TRUNCATE audit_act CASCADE"]
)
def test_not_even_the_owner_may(statement, committed_db):
    an_act()
    try:
        with pytest.raises(DatabaseError, match="append-only"):
            connections["owner"].cursor().execute(statement)
    finally:
        connections["owner"].close()
    assert acts().get().reason == "mencoba"
