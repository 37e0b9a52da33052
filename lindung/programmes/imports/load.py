"""Writing what a programme's file says: what is there already stays, what contradicts it refuses the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Model

from lindung.audit.services import Actor
from lindung.audit.verbs import verb
from lindung.kernel.month import Month
from lindung.kernel.problem import Refused
from lindung.people.services import load_occupations
from lindung.programmes import problems, services
from lindung.programmes.imports.paper import Paper
from lindung.programmes.imports.setup import read
from lindung.programmes.models import Agreement, Allocation, Decree, Funder, Programme, Rate
from lindung.programmes.queries import price
from lindung.programmes.services import Share, Tariff


@dataclass(frozen=True, slots=True)
class Loaded:
    """The programme of the file, and what of it is new, in words; nothing when the file was loaded before."""

    programme: Programme
    made: tuple[str, ...]


@verb
def load(*, path: Path, actor: Actor, on: date) -> Loaded:
    """Set a programme up from a file, all of it or nothing. The same file again changes nothing.

    A decree the file did not have before is added. Refused with every fault: PROG-01, 03, 05, 07 to 11 in the
    file, PROG-04 where it says something else than what is there; and PROG-02.
    """
    paper, setup = read(path)
    known = Programme.objects.filter(code=setup["programme"]["code"]).first()
    _refuse_what_differs(paper, setup, known)
    made: list[str] = []
    if not Funder.objects.filter(code=setup["funder"]["code"]).exists():
        made.append(f"pembayar {setup['funder']['code']}")
    funder = services.create_funder(**setup["funder"], actor=actor, on=on)
    if known is None:
        # In a fresh database no list could be taken in: its people's occupations would be unknown.
        load_occupations()
        made.append(f"program {setup['programme']['code']}")
    programme = known or _created(paper, setup["programme"], funder, actor, on)
    made += _agreed(programme, setup["agreement"], actor, on)
    made += _decreed(paper, programme, setup["decrees"], actor, on)
    return Loaded(programme, tuple(made))


def _refuse_what_differs(paper: Paper, setup: dict[str, Any], known: Programme | None) -> None:
    funder = Funder.objects.filter(code=setup["funder"]["code"]).first()
    _compare(paper, "funder", "Pembayar", funder, setup["funder"], region="region_id")
    if known:
        wanted = {name: value for name, value in setup["programme"].items() if name != "tariff"}
        wanted |= {"cover_from": wanted["cover_from"].first, "funder_code": setup["funder"]["code"]}
        _compare(paper, "programme", "Program", known, wanted, territory="territory_id")
        _compare_tariff(paper, known, setup["programme"])
        if agreement := setup["agreement"]:
            signed = Agreement.objects.filter(programme=known, number=agreement["number"]).first()
            _compare(paper, "agreement", "PKS", signed, agreement)
        for number, decree in enumerate(setup["decrees"], 1):
            _compare_decree(paper, f"decrees[{number}]", known, decree)
    if paper.problems:
        raise Refused(*paper.problems)


def _compare(
    paper: Paper, place: str, what: str, there: Model | None, wanted: Mapping[str, Any], **columns: str
) -> None:
    """Note every field of what is there that the file says otherwise; `columns`: fields kept under another name."""
    if there is None:
        return
    for field, value in wanted.items():
        kept = there.funder.code if field == "funder_code" else getattr(there, columns.get(field, field))  # type: ignore[attr-defined]
        if kept != value:
            spot = "funder.code" if field == "funder_code" else f"{place}.{field}"
            code = wanted.get("code") or wanted.get("number")
            paper.fault(problems.ALREADY_THERE, spot, what=what, code=code)


def _compare_tariff(paper: Paper, known: Programme, wanted: dict[str, Any]) -> None:
    tariff = wanted["tariff"]
    rates = Rate.objects.filter(programme=known)
    kept = set(rates.values_list("rupiah", "base", "source", "assumed"))
    typed = tariff and {(tariff["rupiah"], tariff["base"], tariff["source"], True)}
    if kept != typed if tariff else any(assumed for *_, assumed in kept):
        paper.fault(problems.ALREADY_THERE, "programme.tariff", what="Program", code=known.code)


def _compare_decree(paper: Paper, place: str, known: Programme, wanted: dict[str, Any]) -> None:
    decree = Decree.objects.filter(programme=known, number=wanted["number"]).first()
    _compare(paper, place, "SK", decree, {name: value for name, value in wanted.items() if name != "shares"})
    if decree is None:
        return
    given = Allocation.objects.filter(decree=decree)
    kept = Counter(given.values_list("region_id", "seats", "rupiah", "taken_from_id", "basis"))
    told = [_share(known, share) for share in wanted["shares"]]
    if kept != Counter((one.region, one.seats, one.rupiah, one.taken_from, one.basis) for one in told):
        paper.fault(problems.ALREADY_THERE, f"{place}.shares", what="SK", code=decree.number)


def _created(paper: Paper, wanted: dict[str, Any], funder: Funder, actor: Actor, on: date) -> Programme:
    tariff = Tariff(**wanted["tariff"]) if wanted["tariff"] else None
    try:
        return services.create_programme(**(wanted | {"tariff": tariff}), funder=funder, actor=actor, on=on)
    except Refused as refusal:
        raise _placed(refusal, paper, "programme") from refusal


def _agreed(programme: Programme, wanted: dict[str, Any] | None, actor: Actor, on: date) -> list[str]:
    if wanted is None or Agreement.objects.filter(programme=programme, number=wanted["number"]).exists():
        return []
    services.sign_agreement(programme=programme, **wanted, actor=actor, on=on)
    return [f"PKS {wanted['number']}"]


def _decreed(
    paper: Paper, programme: Programme, decrees: list[dict[str, Any]], actor: Actor, on: date
) -> list[str]:
    made = []
    known = set(Decree.objects.filter(programme=programme).values_list("number", flat=True))
    for place, wanted in enumerate(decrees, 1):
        if wanted["number"] in known:
            continue
        words = {name: value for name, value in wanted.items() if name != "shares"}
        decree = services.sign_decree(programme=programme, **words, actor=actor, on=on)
        shares = [_share(programme, share) for share in wanted["shares"]]
        try:
            services.allocate(decree=decree, shares=shares, actor=actor, on=on)
        except Refused as refusal:
            raise _placed(refusal, paper, f"decrees[{place}]") from refusal
        made.append(f"SK {decree.number}")
    return made


def _share(programme: Programme, wanted: dict[str, Any]) -> Share:
    """A share without rupiah has what its seats cost over the whole programme."""
    if wanted["rupiah"] is not None:
        return Share(**wanted)
    last = Month.of(programme.cover_from).plus(programme.months - 1)
    return Share(**(wanted | {"rupiah": wanted["seats"] * price(programme, programme.cover_from, last.first)}))


def _placed(refusal: Refused, paper: Paper, place: str) -> Refused:
    """A service knows what is wrong; the file knows where it stands."""
    row = paper.lines.get(place)
    return Refused(*(replace(one, file=paper.file, row=row, column=place) for one in refusal.problems))
