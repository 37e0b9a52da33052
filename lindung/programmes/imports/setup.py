"""What a programme's file may say, and everything that can be told wrong about it before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from lindung.kernel.days import in_words
from lindung.kernel.month import Month
from lindung.kernel.problem import Refused
from lindung.kernel.rupiah import parse_rupiah
from lindung.programmes import problems
from lindung.programmes.imports.paper import Field, Paper, Schema
from lindung.programmes.models import Allocation, Decree, Funder, Programme
from lindung.programmes.services import is_within
from lindung.regions.models import Region

YEARS = range(2014, 2100)
"""BPJS Ketenagakerjaan began in 2014."""
MOST_SEATS, MOST_RUPIAH = 100_000_000, 10**15


def _text(words: str) -> str:
    if not words or not words.isprintable():
        raise ValueError(words)
    return words


def _month(words: str) -> Month:
    month = Month.parse(words)
    if month.year not in YEARS:
        raise ValueError(words)
    return month


def _number(least: int, most: int, read: Callable[[str], int] = int) -> Callable[[str], int]:
    def number(words: str) -> int:
        value = read(words)
        if not least <= value <= most:
            raise ValueError(words)
        return value

    return number


def _choice(*choices: str) -> tuple[Callable[[str], str], str]:
    def choice(words: str) -> str:
        if words not in choices:
            raise ValueError(words)
        return words

    return choice, f"salah satu dari {', '.join(choices)}"


TEXT = (_text, "teks sebaris")
DAY = (date.fromisoformat, "tanggal, misalnya 2025-07-01")
REGION = (_text, "kode wilayah, misalnya 53.21")
AGE = (_number(0, 120), "usia")
PREMIUM = (_number(1, MOST_RUPIAH, parse_rupiah), "rupiah di atas nol")

TARIFF: Schema = {"rupiah": Field(*PREMIUM), "base": Field(*PREMIUM), "source": Field(*TEXT)}
SHARE: Schema = {
    "region": Field(*REGION),
    "seats": Field(_number(-MOST_SEATS, MOST_SEATS), "jumlah kursi"),
    "rupiah": Field(_number(-MOST_RUPIAH, MOST_RUPIAH, parse_rupiah), "rupiah", None),
    "taken_from": Field(*REGION, None),
    "basis": Field(*_choice(*Allocation.Basis.values), str(Allocation.Basis.PUBLISHED)),
}
SETUP: Schema = {
    "funder": Field(
        {
            "code": Field(*TEXT),
            "name": Field(*TEXT),
            "kind": Field(*_choice(*Funder.Kind.values)),
            "region": Field(*REGION, None),
        },
        "bagian pembayar",
    ),
    "programme": Field(
        {
            "code": Field(*TEXT),
            "name": Field(*TEXT),
            "cover_from": Field(_month, "bulan, misalnya 2025-07"),
            "months": Field(_number(1, 12), "jumlah bulan, 1 sampai 12"),
            "territory": Field(*REGION),
            "segment": Field(*_choice(*Programme.Segment.values), str(Programme.Segment.BPU)),
            "parts": Field(*_choice("jkk", "jkm", "jht"), ["jkk", "jkm"], many=True),
            "age_from": Field(*AGE, 18),
            "age_below": Field(*AGE, 65),
            "target_groups": Field(*TEXT, [], many=True),
            "tariff": Field(TARIFF, "bagian tarif", None),
        },
        "bagian program",
    ),
    "agreement": Field(
        {
            "number": Field(*TEXT),
            "signed_on": Field(*DAY),
            "cover_from": Field(*DAY),
            "cover_to": Field(*DAY),
            "backdating_letter": Field(*TEXT, ""),
        },
        "bagian PKS",
        None,
    ),
    "decrees": Field(
        {
            "number": Field(*TEXT),
            "kind": Field(*_choice(Decree.Kind.ALLOCATION.value), str(Decree.Kind.ALLOCATION)),
            "signed_on": Field(*DAY),
            "signed_by": Field(*TEXT),
            "shares": Field(SHARE, "bagian kursi", many=True),
        },
        "bagian SK",
        [],
        many=True,
    ),
}


def read(path: Path) -> tuple[Paper, dict[str, Any]]:
    """The file's content, ready to be written. Raises Refused with every fault of it."""
    paper = Paper(path)
    setup = paper.read(path, SETUP)
    _regions(paper, setup)
    _sections(paper, setup)
    _numbers(paper, setup["decrees"] or [])
    if paper.problems:
        raise Refused(*sorted(paper.problems, key=lambda problem: problem.row or 0))
    return paper, setup


def shares(setup: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every share that could be read, with its place."""
    for number, decree in enumerate(setup["decrees"] or [], 1):
        for count, share in enumerate((decree or {}).get("shares") or [], 1):
            if share:
                yield f"decrees[{number}].shares[{count}]", share


def _regions(paper: Paper, setup: dict[str, Any]) -> None:
    territory = (setup["programme"] or {}).get("territory")
    named = {
        "funder.region": (setup["funder"] or {}).get("region"),
        "programme.territory": territory,
        **{
            f"{place}.{field}": share[field] for place, share in shares(setup) for field in ("region", "taken_from")
        },
    }
    known = set(Region.objects.filter(code__in=set(named.values()) - {None}).values_list("code", flat=True))
    for place, code in named.items():
        if code and code not in known:
            paper.fault(problems.REGION_UNKNOWN, place, value=code)
    for place, share in shares(setup):
        above = share["taken_from"] or territory
        if above and share["region"] in known and not is_within(share["region"], above):
            paper.fault(problems.OUTSIDE_TERRITORY, f"{place}.region", region=share["region"], above=above)


def _sections(paper: Paper, setup: dict[str, Any]) -> None:
    _programme(paper, setup["programme"] or {})
    _agreement(paper, setup["agreement"] or {})


def _programme(paper: Paper, programme: dict[str, Any]) -> None:
    """Ages in order, at least one insured part, a tariff where the law knows none."""
    youngest, below = programme.get("age_from"), programme.get("age_below")
    if _after(youngest, below) or (youngest is not None and youngest == below):
        place = "programme.age_below" if "programme.age_below" in paper.lines else "programme.age_from"
        paper.fault(problems.FIELD_UNREADABLE, place, value=below, wanted=f"usia di atas {youngest}")
    if programme.get("parts") == []:
        paper.fault(problems.FIELD_MISSING, "programme.parts", field="parts")
    if programme.get("segment") == Programme.Segment.WAGE_EARNER and not programme["tariff"]:
        segment = Programme.Segment.WAGE_EARNER.label
        paper.fault(problems.NO_TARIFF, "programme.segment", segment=segment)


def _agreement(paper: Paper, agreement: dict[str, Any]) -> None:
    """Days in order, and a letter for cover from before the signature."""
    since: Any = agreement.get("cover_from")
    until, signed = agreement.get("cover_to"), agreement.get("signed_on")
    if _after(since, until):
        wanted = f"tanggal sejak {in_words(since)}"
        paper.fault(problems.FIELD_UNREADABLE, "agreement.cover_to", value=until, wanted=wanted)
    if _after(signed, since) and not agreement["backdating_letter"]:
        words = {
            "number": agreement["number"],
            "signed": in_words(agreement["signed_on"]),
            "since": in_words(since),
        }
        paper.fault(problems.BACKDATED, "agreement.cover_from", **words)


def _after(one: Any, other: Any) -> bool:
    """Whether `one` is greater; a field that could not be read compares with nothing."""
    return None not in (one, other) and bool(one > other)


def _numbers(paper: Paper, decrees: Iterable[dict[str, Any] | None]) -> None:
    seen: set[str] = set()
    for number, decree in enumerate(decrees, 1):
        name = (decree or {}).get("number")
        if name in seen:
            paper.fault(problems.ALREADY_THERE, f"decrees[{number}].number", what="SK", code=name)
        seen |= {name} if name else set()
