"""A paper as PDF: a room's typst sheet and the words for it, set without the machine's fonts.

Typst takes about 70 kB of memory for a row of a table and keeps what it has set, so it runs in a process of its own
(`python -m lindung.ui.typesetting FOLDER SHEET`), which gives everything back when it ends.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst


def typeset(sheet: Path, words: Mapping[str, Any]) -> bytes:
    """The PDF of a sheet that reads its words from `words.json` beside it. Raises CalledProcessError."""
    with TemporaryDirectory(prefix="lindung-paper-") as folder:
        shutil.copy(sheet, folder)
        (Path(folder) / "words.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        command = [sys.executable, "-m", "lindung.ui.typesetting", folder, sheet.name]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def _write(folder: Path, sheet: str) -> None:
    fonts = typst.Fonts(include_system_fonts=False)
    found = typst.compile(folder / sheet, root=folder, font_paths=fonts, pdf_tags=False)
    assert isinstance(found, bytes)  # noqa: S101  (without `output` the bytes are given back)
    sys.stdout.buffer.write(found)


if __name__ == "__main__":
    _write(Path(sys.argv[1]), sys.argv[2])
