"""Who acts and on which day, as the command line says it."""

import getpass
from datetime import date

import click
from click.testing import CliRunner

from lindung.audit.options import acting
from lindung.audit.services import Actor


@click.command()
@acting
def act(actor: Actor, on: date) -> None:
    click.echo(f"{actor.id} {on}")


def test_actor_and_day_are_what_was_said():
    assert CliRunner().invoke(act, ["--actor", "maria", "--on", "2025-07-01"]).stdout == "maria 2025-07-01\n"


def test_the_environment_may_say_who_acts():
    answer = CliRunner().invoke(act, ["--on", "2025-07-01"], env={"LINDUNG_ACTOR": "yosef"})
    assert answer.stdout == "yosef 2025-07-01\n"


def test_a_day_that_is_none_is_refused():
    answer = CliRunner().invoke(act, ["--actor", "maria", "--on", "1 Juli"])
    assert answer.exit_code == 2
    assert "write 2025-07-01" in answer.stderr


def test_where_nobody_is_signed_in_the_actor_must_be_named(monkeypatch):
    def nobody() -> str:
        raise OSError("no name for this number")

    monkeypatch.setattr(getpass, "getuser", nobody)
    answer = CliRunner().invoke(act, [], env={"LINDUNG_ACTOR": ""})
    assert answer.exit_code == 2
    assert "LINDUNG_ACTOR" in answer.stderr
