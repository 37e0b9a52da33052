"""A paper as PDF: a room's typst sheet and the words for it, set without the machine's fonts."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst


def typeset(sheet: Path, words: Mapping[str, Any]) -> bytes:
    """The PDF of a sheet that reads its words from `words.json` beside it."""
    with TemporaryDirectory(prefix="lindung-paper-") as place:
        folder = Path(place)
        shutil.copy(sheet, folder)
        (folder / "words.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        fonts = typst.Fonts(include_system_fonts=False)
        found = typst.compile(folder / sheet.name, root=folder, font_paths=fonts, pdf_tags=False)
    assert isinstance(found, bytes)  # noqa: S101  (without `output` the bytes are given back)
    return found
