"""The command `lindung`: one table of commands; each is loaded, and the database started, when asked for."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from typing import NamedTuple

import click

from lindung.config.embedded import CannotRun
from lindung.kernel.problem import Refused


class Entry(NamedTuple):
    """Where a command's click object lives, and whether it needs the database: yes, no, or these subcommands."""

    place: str
    help: str
    database: bool | frozenset[str] = True

    def needs_database(self, args: Sequence[str]) -> bool:
        # `lindung intake --help` reads the command but does not run it: no server is started for that.
        if {"--help", "-h"} & set(args):
            return False
        return self.database if isinstance(self.database, bool) else bool(self.database & set(args[:1]))


COMMANDS: dict[str, Entry] = {
    "check": Entry("lindung.nominations.commands:check", "Judge workbooks without saving anything", False),
    "template": Entry("lindung.nominations.commands:template", "Write the workbook officers fill in", False),
    "law": Entry("lindung.policy.commands:law", "Premiums and benefits with their articles", False),
    "programmes": Entry("lindung.programmes.commands:programmes", "Set programmes up from a file, list them"),
    "intake": Entry("lindung.intake.commands:intake", "Take workbooks into a programme"),
    "bank": Entry("lindung.banking.commands:bank", "Accounts asked and opened, statements, payments"),
    "nominations": Entry("lindung.nominations.commands:nominations", "Check, verify, rank and list people"),
    "cover": Entry("lindung.coverage.commands:cover", "Decide, replace, end and show cover"),
    "bills": Entry("lindung.billing.commands:bills", "Premium bills: frozen, paid, compared, closed"),
    "membership": Entry("lindung.billing.commands:membership", "Who is paid through when; gaps that are coming"),
    "bpjs": Entry("lindung.membership.commands:bpjs", "Batches to BPJS, their files, what it answers"),
    "match": Entry(
        "lindung.coverage.commands:match",
        "Same person? Compare lists, decide pairs",
        frozenset({"queue", "show", "people", "decide", "undo", "correct", "rebuild"}),
    ),
    "lists": Entry(
        "lindung.coverage.commands:lists", "The dead, the moved, members: hold lists against the registry"
    ),
    "regions": Entry("lindung.regions.commands:regions", "Load and search regions"),
    "keys": Entry("lindung.distribution.commands:keys", "Make, rotate, list and export the keys of proofs"),
    "card": Entry("lindung.distribution.commands:card", "Issue, print, revoke and verify proofs of enrolment"),
    "items": Entry("lindung.distribution.commands:items", "Boxes of cards and books; missing, undelivered"),
    "event": Entry("lindung.distribution.commands:event", "Plan handovers, invite, papers, signed lists"),
    "device": Entry("lindung.distribution.commands:device", "Phones of field officers: list, revoke"),
    "figures": Entry("lindung.reports.commands:figures", "Every stage counted by programme and district"),
    "verify": Entry("lindung.reports.commands:verify", "Run every invariant; exit 1 on any failure"),
    "simulate": Entry("lindung.demo.simulate.commands:simulate", "An office that answers files with files", False),
    "demo": Entry("lindung.demo.commands:demo", "Tell the whole story of 2025 with invented people", False),
    "doubles": Entry("lindung.demo.doubles.commands:doubles", "Lists of invented people, some twice", False),
    "bench": Entry("lindung.demo.bench.commands:bench", "Measure against a floor of the same run"),
    "db": Entry("lindung.config.commands:db", "Start, stop and look at the embedded PostgreSQL", False),
    "migrate": Entry("lindung.config.commands:migrate", "Apply migrations and grants as the owner", False),
    "users": Entry("lindung.accounts.commands:users", "Accounts of officers for the web pages"),
    "work": Entry("lindung.config.commands:work", "Run the long jobs that pages ask for"),
    "serve": Entry("lindung.config.commands:serve", "Serve the web pages"),
    "doctor": Entry("lindung.config.commands:doctor", "Say what is missing and how to mend it", False),
}


class Dispatcher(click.Group):
    """Looks a command up in COMMANDS; `--help` imports none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        set_up()
        module, _, attribute = entry.place.partition(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)  # noqa: S101  (a wrong table is a bug of ours)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> object:
        name = ctx._protected_args[0] if ctx._protected_args else None
        if name in COMMANDS and COMMANDS[name].needs_database(ctx.args):
            set_up()
            from lindung.config.database import prepare

            prepare()
        return super().invoke(ctx)


def set_up() -> None:
    """Django without its management commands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lindung.config.settings")
    import django

    django.setup()


@click.group(
    cls=Dispatcher,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done, 1 problems found in the data, 2 cannot run.",
)
@click.version_option(package_name="lindung")
def lindung() -> None:
    """Lindung protects vulnerable workers: every person-month of cover paid exactly once."""


def main() -> None:
    try:
        lindung(standalone_mode=False)
    except Refused as refusal:
        for problem in refusal.problems:
            click.echo(str(problem), err=True)
        sys.exit(1)
    except CannotRun as trouble:
        click.echo(str(trouble), err=True)
        sys.exit(2)
    except click.ClickException as trouble:
        trouble.show()
        sys.exit(2)
    except click.exceptions.Exit as leaving:
        sys.exit(leaving.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)


if __name__ == "__main__":
    main()
