"""A workbook handed out says nothing of the moment it was written: the same cells are the same bytes."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import polars as pl

from lindung.exchange.writing import tabled

CELLS = pl.DataFrame({"NAMA": ["Maria Hoar", "=1+1"], "NIK": ["5321015708850001", "5321015708850002"]})


def test_no_moment_stands_in_a_workbook_and_it_still_opens():
    content = tabled(CELLS, "xlsx")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert parts.testzip() is None
        told = b"".join(parts.read(name) for name in parts.namelist() if name.startswith("docProps/"))
    assert told.count(b"2000-01-01T00:00:00Z") == 2
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.values)
    assert rows == [("NAMA", "NIK"), ("Maria Hoar", "5321015708850001"), ("'=1+1", "5321015708850002")]


def test_written_again_it_is_the_same_file():
    assert tabled(CELLS, "xlsx") == tabled(CELLS, "xlsx")
