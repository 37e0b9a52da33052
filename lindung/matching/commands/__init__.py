"""`lindung match` and `lindung lists`; the ledger adds to both in `lindung.coverage.commands`."""

import click

from lindung.matching.commands import files, review
from lindung.matching.commands.lists import lists


class Match(click.Group):
    """`lindung match LIST [OTHER]` compares lists; its other words are subcommands."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if self.get_command(ctx, args[0]) is None:
            args = ["files", *args]
        return super().resolve_command(ctx, args)


# What comes first may be an option of `files`: the group itself has none but --help.
@click.group(cls=Match, context_settings={"ignore_unknown_options": True})
def match() -> None:
    """Same person? Compare lists (`lindung match LIST [OTHER]`), or decide pairs of the registry."""


for command in (files.files, files.explain, files.train):
    match.add_command(command)
for command in (review.show, review.people, review.decide, review.undo, review.correct, review.rebuild):
    match.add_command(command)

__all__ = ["lists", "match"]
