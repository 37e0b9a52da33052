"""Every invariant of every room, and the figures held against an independent count."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lindung.banking import checks as banking
from lindung.billing import checks as billing
from lindung.claims import checks as claims
from lindung.coverage import checks as coverage
from lindung.distribution import checks as distribution
from lindung.intake import checks as intake
from lindung.kernel.problem import Problem
from lindung.kernel.rupiah import thousands
from lindung.membership import checks as membership
from lindung.nominations import checks as nominations
from lindung.programmes import checks as programmes
from lindung.reports import problems
from lindung.reports.queries import figures, recounted, stages
from lindung.reports.villages import differing

Check = Callable[[], list[Problem]]

ROOMS = (intake, programmes, nominations, coverage, membership, billing, banking, distribution, claims)


def every_check() -> Iterator[tuple[str, Check]]:
    """(name, check) of all rooms in the order a record travels; the figures last."""
    for room in ROOMS:
        for name, check in sorted(vars(room).items()):
            if name.startswith("check_") and callable(check):
                yield f"{room.__name__.split('.')[1]}.{name.removeprefix('check_')}", check
    yield "reports.figures_equal_base_tables", check_figures_equal_base_tables
    yield "reports.villages_equal_base_tables", check_villages_equal_base_tables


def check_figures_equal_base_tables() -> list[Problem]:
    """Every figure of every programme and district equals an independent count."""
    kept = {(row["programme"], row["district"]): row for row in figures()}
    counted = {(row["programme"], row["district"]): row for row in recounted()}
    nothing = dict.fromkeys(stages(), 0)
    return [
        problems.FIGURE_DIFFERS.problem(
            stage=stage,
            programme=place[0],
            district=place[1],
            kept=thousands(kept.get(place, nothing)[stage]),
            counted=thousands(counted.get(place, nothing)[stage]),
        )
        for place in sorted(kept.keys() | counted.keys())
        for stage in stages()
        if kept.get(place, nothing)[stage] != counted.get(place, nothing)[stage]
    ]


def check_villages_equal_base_tables() -> list[Problem]:
    """Every total of every village equals an independent count."""
    return [
        problems.VILLAGE_DIFFERS.problem(
            stage=stage, programme=programme, village=village, kept=thousands(kept), counted=thousands(counted)
        )
        for programme, village, stage, kept, counted in differing()
    ]
