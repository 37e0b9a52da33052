"""A verb is one transaction, and is tried again when another writer was in its way."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection, connections, transaction

from lindung.audit.models import Act
from lindung.audit.services import Actor, record
from lindung.audit.verbs import TRIES, Overtaken, verb
from lindung.programmes.models import Funder

MARIA = Actor("maria.operator", "Maria Seuk")
DAY = date(2025, 6, 2)


def overtaken(times: int) -> list[int]:
    """Act in a verb that is overtaken `times` times; which tries there were."""
    tries: list[int] = []

    @verb
    def act() -> None:
        tries.append(len(tries) + 1)
        record(actor=MARIA, verb="tests.try", subject="thing:1", on=DAY)
        if len(tries) <= times:
            raise Overtaken("somebody was first")

    act()
    return tries


def test_who_was_overtaken_tries_again_and_leaves_one_act(committed_db):
    assert overtaken(2) == [1, 2, 3]
    assert Act.objects.filter(subject="thing:1").count() == 1


def test_after_the_last_try_the_trouble_is_told_and_nothing_is_left(committed_db):
    with pytest.raises(Overtaken):
        overtaken(TRIES)
    assert not Act.objects.filter(subject="thing:1").exists()


def test_inside_another_transaction_only_the_outermost_may_try_again(committed_db):
    with pytest.raises(Overtaken), transaction.atomic():
        overtaken(1)
    assert not Act.objects.filter(subject="thing:1").exists()


def test_two_verbs_that_deadlock_both_end_well(committed_db):
    for code in ("A", "B"):
        Funder.objects.create(code=code, name=code, kind=Funder.Kind.SELF)
    both_hold_one = Barrier(2, timeout=30)
    tried: set[str] = set()
    troubles: list[BaseException] = []

    @verb
    def rename(codes: str) -> None:
        with connection.cursor() as cursor:
            for code in codes:
                cursor.execute("UPDATE programmes_funder SET name = name || %s WHERE code = %s", [codes[0], code])
                if codes not in tried:
                    tried.add(codes)
                    both_hold_one.wait()

    def run(codes: str) -> None:
        try:
            rename(codes)
        except BaseException as trouble:
            troubles.append(trouble)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=[codes]) for codes in ("AB", "BA")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert troubles == []
    assert {len(name) for name in Funder.objects.values_list("name", flat=True)} == {3}
