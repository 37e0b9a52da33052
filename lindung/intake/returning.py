"""The workbook of a file taken in, given back at any later time."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from lindung.intake.filing import filing
from lindung.intake.keys import key_of
from lindung.intake.layouts import table_of
from lindung.intake.models import File
from lindung.intake.queries import problems_of, rows_of
from lindung.intake.reading import Book, read
from lindung.intake.workbook import write_back


def read_again(file: int) -> Book:
    """A file as it came, read by the same careful process as on its first day."""
    known = File.objects.select_related("content").get(pk=file)
    with TemporaryDirectory(prefix="lindung-") as folder:
        path = Path(folder) / Path(known.name).name
        path.write_bytes(known.content.content)
        return read(path)


def return_workbook(*, file: int, out: Path) -> None:
    """Write a file as it came, with the problems found then and the key of every row."""
    book = read_again(file)
    headers = table_of(book, filing(File.objects.get(pk=file).layout).columns).headers
    write_back(out, book, headers, rows_of(file), problems_of(file), key=lambda number: key_of(file, number))
