"""Starts the child that opens the file, and takes back its tables."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

import lindung
from lindung.intake import problems
from lindung.intake.reading.book import Book, Sheet, Unreadable
from lindung.intake.reading.formats import MAX_BYTES, MIB, refuse
from lindung.kernel.problem import Problem, Severity

WALL_SECONDS = 300
PACKAGES = Path(lindung.__file__).resolve().parents[1]


def read(path: Path) -> Book:
    """The whole file. Raises Unreadable with the one problem that says why it gives no rows."""
    if path.stat().st_size > MAX_BYTES:
        raise refuse(problems.TOO_LARGE, size=f"{path.stat().st_size // MIB} MB")
    content = path.read_bytes()
    with TemporaryDirectory(prefix="lindung-") as name:
        folder = Path(name)
        # The child reads a copy: what is judged is what was hashed, whoever writes the original meanwhile.
        copied = folder / f"{path.stem[:80]}{path.suffix}"
        copied.write_bytes(content)
        sheets = _opened(copied, path.suffix.lower(), folder)
    return Book(path.name, content, hashlib.sha256(content).hexdigest(), sheets)


def _opened(path: Path, suffix: str, folder: Path) -> tuple[Sheet, ...]:
    words = [sys.executable, "-m", "lindung.intake.child", str(path), suffix, str(folder)]
    try:
        ended = subprocess.run(
            words, cwd=folder, env=_environment(), timeout=WALL_SECONDS, capture_output=True, check=False
        )
    except subprocess.TimeoutExpired as trouble:
        raise refuse(problems.TOO_HEAVY) from trouble
    if ended.returncode == NOT_STARTED:
        raise OSError(f"the process that reads files does not start: {ended.stderr.decode(errors='replace')}")
    if ended.returncode:
        # Killed by a limit, or out of memory; any other end is a file that even its reader did not expect.
        heavy = ended.returncode < 0 or b"MemoryError" in ended.stderr or b"memory allocation" in ended.stderr
        raise refuse(problems.TOO_HEAVY if heavy else problems.BROKEN)
    answer = json.loads((folder / "answer.json").read_text(encoding="utf-8"))
    if found := answer.get("problem"):
        raise Unreadable(Problem(**found | {"severity": Severity(found["severity"])}))
    return tuple(
        Sheet(sheet["name"], sheet["hidden"], pl.read_ipc(folder / f"{number}.arrow"))
        for number, sheet in enumerate(answer["sheets"])
    )


NOT_STARTED = 127  # the loader could not even start the interpreter: our installation's fault, not the file's


def _environment() -> dict[str, str]:
    """Nothing but what the interpreter needs: no database address, no secret."""
    needed = ("PATH", "HOME", "TMPDIR", "LANG", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
    kept = {name: os.environ[name] for name in needed if name in os.environ}
    return kept | {
        "PYTHONPATH": str(PACKAGES),
        "POLARS_MAX_THREADS": "2",
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
