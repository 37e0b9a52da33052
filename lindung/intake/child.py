"""The process that opens untrusted files: `python -m lindung.intake.child FILE SUFFIX FOLDER`.

It has limits of memory, time and output, no database and no secret; it hands back Arrow files and one JSON.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
from pathlib import Path

GIB = 1024**3
CPU_SECONDS = 240
OUTPUT_BYTES = 8 * GIB
# Arrow, calamine's own cells and Python's objects together, measured at 11 times the unpacked sheet at most.
MEMORY_BASE, MEMORY_FACTOR, MEMORY_MOST = 3 * GIB // 2, 14, 10 * GIB


def limit_memory(unpacked: int) -> None:
    most = min(MEMORY_BASE + MEMORY_FACTOR * unpacked, MEMORY_MOST)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def main(path: Path, suffix: str, folder: Path) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT_BYTES, OUTPUT_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Millions of short-lived cells and no cycles: the collector would only slow it down.
    gc.disable()
    from lindung.intake.reading.book import Unreadable

    try:
        answer = opened(path, suffix, folder)
    except Unreadable as trouble:
        answer = {"problem": trouble.problem.as_dict()}
    (folder / "answer.json").write_text(json.dumps(answer), encoding="utf-8")


def opened(path: Path, suffix: str, folder: Path) -> dict[str, object]:
    """Write each sheet as Arrow into `folder`; what else the parent must know."""
    from lindung.intake.reading import delimited, formats, spreadsheet

    kind = formats.format_of(path, suffix)
    limit_memory(formats.unzipped_size(path))
    sheets = [delimited.sheet_of(path)] if kind == ".csv" else spreadsheet.sheets_of(path, kind)
    listed = []
    for number, sheet in enumerate(sheets):
        sheet.frame.write_ipc(folder / f"{number}.arrow")
        listed.append({"name": sheet.name, "hidden": sheet.hidden})
    return {"sheets": listed}


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
