"""`lindung match` and `lindung lists`; the ledger adds to both in `lindung.coverage.commands`."""

import click

from lindung.matching.commands import review
from lindung.matching.commands.lists import lists


@click.group()
def match() -> None:
    """Same person?"""


for command in (review.show, review.decide, review.undo, review.correct, review.rebuild):
    match.add_command(command)

__all__ = ["lists", "match"]
