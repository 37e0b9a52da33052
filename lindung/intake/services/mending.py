"""One row corrected on a page. It comes in as a file of one row with the row's key, by the way every file comes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter

from lindung.audit.services import Actor
from lindung.intake.keys import key_of
from lindung.intake.models import Row
from lindung.intake.services.receiving import Outcome, examine, take_in
from lindung.intake.workbook import KEY_TITLE

# A word of our own in the row, so that a cell typed anew just as it stood still makes another row than before.
ORIGIN = ("Asal perbaikan", "halaman")


def mend(*, row: Row, cells: Sequence[tuple[str, str]], actor: Actor, on: date) -> Outcome:
    """Take in `cells` (title, text) as the correction of `row`. Twice changes nothing.

    Refused, with the problems at their columns: what would be rejected, and a row that was corrected before.
    """
    file = row.file
    with TemporaryDirectory(prefix="lindung-") as folder:
        path = Path(folder) / f"perbaikan-{file.pk}-{row.number}.xlsx"
        _write(path, [*cells, ORIGIN, (KEY_TITLE, key_of(file.pk, row.number))])
        examined = examine(path=path, layout_code=file.layout, scope=file.scope, region=file.region_id or "")
    if isinstance(examined, Outcome):
        return examined
    return take_in(examined=examined, actor=actor, on=on, letter=file.letter, mends=file)


def _write(path: Path, cells: Sequence[tuple[str, str]]) -> None:
    """Every cell as text. The same cells give the same bytes, so that two clicks are one correction."""
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": datetime(2025, 1, 1, tzinfo=UTC)})
        page = book.add_worksheet("Perbaikan")
        for column, (title, text) in enumerate(cells):
            page.write_string(0, column, title)
            page.write_string(1, column, text)
