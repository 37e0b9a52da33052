"""Writes the pages that are made from the code: docs/problems.md and docs/figures.md.

`python tools/docs.py` writes them, with `--check` it writes nothing and exits 1 when one is not current.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from lindung.kernel.problem import Kind  # noqa: E402  (the path above comes first)

PROBLEMS = """# Problems

*Made by `make docs` from each room's `problems.py`; do not edit.*

Every problem says what is wrong, where, and what to do. A code is given once and never used again.

- **error** rejects the row, or refuses the act;
- **look** parks the row until a person has looked;
- **warning** lets it pass.

Words in braces are filled in where the problem is found. A NIK is always masked.
"""
HEAD = ("| code | severity | message | remedy |", "|---|---|---|---|")
FIGURES = """# Figures

*Made by `make docs` from `lindung/reports/figures.yaml`; do not edit.*

`lindung figures --json` prints one object per programme and district with `programme`, `funder`, `funder_kind`
(province, district, village, company, self), `year`, `district`, `district_name`, `seats_basis` (published or
assumed) and the stages below. Each stage is a count of its own: quota, proposal, decision, registration, payment
and handover are different numbers in life, and one is never shown for another.

Today's figures are read from the tallies that the database keeps with every statement; `--as-of DATE` counts them
from the base tables as they were known at the end of that day. `lindung verify` holds the two against each other.

| stage | unit | what it counts | in Indonesian |
|---|---|---|---|
"""


def problems_page() -> str:
    parts = [PROBLEMS]
    told: set[str] = set()
    for path in sorted((ROOT / "lindung").glob("*/problems.py")):
        room = path.parent.name
        module = importlib.import_module(f"lindung.{room}.problems")
        kinds = [kind for kind in vars(module).values() if isinstance(kind, Kind) and kind.code not in told]
        told |= {kind.code for kind in kinds}
        rows = [
            f"| `{kind.code}` | {kind.severity.value} | {kind.message} | {kind.remedy} |"
            for kind in sorted(kinds, key=lambda kind: kind.code)
        ]
        parts.append("\n".join([f"## {room}\n", *HEAD, *rows, ""]))
    return "\n".join(parts)


def figures_page() -> str:
    stages = yaml.safe_load((ROOT / "lindung/reports/figures.yaml").read_text(encoding="utf-8"))
    rows = [f"| `{stage}` | {told['unit']} | {told['en']} | {told['id']} |\n" for stage, told in stages.items()]
    return FIGURES + "".join(rows)


PAGES = {"docs/problems.md": problems_page, "docs/figures.md": figures_page}


def main(*, check: bool) -> int:
    stale = 0
    for name, page in PAGES.items():
        path, text = ROOT / name, page()
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        if check:
            stale += 1
            print(f"{name} is not current: run `make docs`", file=sys.stderr)
        else:
            path.write_text(text, encoding="utf-8")
            print(f"{name} written")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
