"""The cases that officers read and add: tests/cases/*.yaml, each with its facts, what must come out, and why."""

from pathlib import Path

import pytest
import yaml

from lindung.kernel.month import Month
from lindung.policy import (
    Child,
    benefit,
    deadlines,
    documents,
    eligibility,
    heirs,
    premium,
    scholarship,
)
from lindung.policy.benefits import Costs
from lindung.policy.scenarios import cost

CASES = [
    (file.stem, case)
    for file in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.safe_load(file.read_text("utf-8"))
]
PARTS = {"name", "date", "facts", "expected", "source"}


def test_there_are_enough_cases_and_each_names_its_source():
    assert len(CASES) >= 120
    assert [case["name"] for _, case in CASES if set(case) != PARTS or not case["source"]] == []


def test_no_two_cases_of_a_file_have_the_same_name():
    names = [(kind, case["name"]) for kind, case in CASES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("kind", "case"), CASES, ids=[f"{kind}: {case['name']}" for kind, case in CASES])
def test_case(kind, case):
    told = ASKED[kind](case["date"], dict(case["facts"]))
    wrong = [name for name, wanted in case["expected"].items() if not agrees(name, wanted, told)]
    assert wrong == [], told


def agrees(name, wanted, told):
    """Lines, warnings and documents may be named in part; everything else is compared whole."""
    match name:
        case "warns":
            return set(wanted) <= set(told["warnings"])
        case "silent":
            return not told["warnings"]
        case "lines":
            return wanted.items() <= told["lines"].items()
        case "has":
            return set(wanted) <= told["needed"]
        case "lacks":
            return not set(wanted) & told["needed"]
    return told[name] == wanted


def money(found):
    told = {"total": found.total, "warnings": [notice.code for notice in found.warnings]}
    return {**told, "lines": {line.code: line.amount for line in found.lines}}


def people(facts):
    facts["children"] = [Child(**child) for child in facts.get("children", ())]
    return facts


def ask_premium(on, facts):
    found = premium(on=on, **facts)
    return {**money(found), "monthly": found.monthly, "base": found.base}


def ask_benefit(on, facts):
    if "costs" in facts:
        facts["costs"] = Costs(**facts["costs"])
    found = benefit(on=on, **people(facts))
    return {**money(found), "undecided": list({notice.code: None for notice in found.undecided})}


def ask_scholarship(on, facts):
    return money(scholarship(on=on, **people(facts)))


def ask_heirs(on, facts):
    found = heirs(on=on, **facts)
    return {
        "rank": found.rank,
        "entitled": list(found.entitled),
        "funeral_only": found.funeral_only,
        "warnings": [notice.code for notice in found.warnings],
    }


def ask_documents(on, facts):
    return {"needed": {one.code for one in documents(on=on, **facts) if one.needed}}


def ask_deadlines(on, facts):
    return {one.code: one.by for one in deadlines(on=on, **facts)}


def ask_eligibility(on, facts):
    found = eligibility(on=on, **facts)
    return {"eligible": found.eligible, "age": found.age}


def ask_cost(on, facts):
    found = cost(start=Month.of(on), **facts)
    until = str(found.funded_until) if found.funded_until else None
    return {"total": found.total, "affordable": found.affordable, "funded_until": until}


ASKED = {
    "premium": ask_premium,
    "benefit": ask_benefit,
    "scholarship": ask_scholarship,
    "heirs": ask_heirs,
    "documents": ask_documents,
    "deadlines": ask_deadlines,
    "eligibility": ask_eligibility,
    "cost": ask_cost,
}
