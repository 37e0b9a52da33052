"""The files of the law: each value cited, each day answered once, and no number of the law anywhere else."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from lindung.kernel.problem import Refused
from lindung.policy.checks import faults
from lindung.policy.law import FOLDER, current

ROOMS = Path(__file__).parents[2]
GOOD = {
    "name": "rule",
    "label": {"id": "Aturan", "en": "Rule"},
    "description": {"id": "Sebuah aturan.", "en": "A rule."},
    "unit": "rupiah",
    "values": [
        {
            "from": date(2020, 1, 1),
            "to": date(2020, 12, 31),
            "value": 5,
            "law": "PP 1/2020",
            "article": "Pasal 1",
            "link": "https://example.org/",
            "confidence": "verified",
            "checked": None,
        },
        {
            "from": date(2021, 1, 1),
            "to": None,
            "value": 6,
            "law": "PP 2/2021",
            "article": "Pasal 1",
            "link": "https://example.org/",
            "confidence": "secondary",
            "checked": date(2026, 9, 24),
        },
    ],
}


def codes(folder, **changes):
    """The faults found after changing the second value (or, for a known head, the file)."""
    head = {name: changes.pop(name) for name in list(changes) if name in GOOD}
    second = {**GOOD["values"][1], **{name.rstrip("_"): value for name, value in changes.items()}}
    written = {**GOOD, "values": [GOOD["values"][0], second], **head}
    (folder / "rule.yaml").write_text(yaml.safe_dump(written), "utf-8")
    return [problem.code for problem in faults(folder)]


def test_our_files_have_no_fault():
    assert [str(problem) for problem in faults(FOLDER)] == []


def test_a_good_file_has_no_fault(tmp_path):
    assert codes(tmp_path) == []


@pytest.mark.parametrize("part", ["law", "article", "link", "confidence", "value"])
def test_a_value_without_its_citation_is_refused(tmp_path, part):
    assert codes(tmp_path, **{part: None}) == ["POLICY-09"]


def test_a_value_that_does_not_say_when_it_was_checked_is_refused(tmp_path):
    written = {**GOOD, "values": [{k: v for k, v in GOOD["values"][0].items() if k != "checked"}]}
    (tmp_path / "rule.yaml").write_text(yaml.safe_dump(written), "utf-8")
    assert [problem.code for problem in faults(tmp_path)] == ["POLICY-09"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"from_": date(2021, 1, 2)}, "POLICY-13"),
        ({"from_": date(2020, 12, 31)}, "POLICY-14"),
        ({"from_": date(2019, 1, 1)}, "POLICY-12"),
        ({"to": date(2020, 1, 1)}, "POLICY-12"),
        ({"value": 4.5}, "POLICY-11"),
        ({"value": [{"amount": 4.5}]}, "POLICY-11"),
        ({"confidence": "sure"}, "POLICY-10"),
        ({"link": "page 3"}, "POLICY-10"),
        ({"from_": "2021-01-01x"}, "POLICY-10"),
        ({"question": {"id": "Apa?"}}, "POLICY-10"),
        ({"name": "other"}, "POLICY-10"),
        ({"unit": "pounds"}, "POLICY-10"),
        ({"label": None}, "POLICY-09"),
    ],
)
def test_gaps_overlaps_disorder_fractions_and_loose_words_are_refused(tmp_path, changes, code):
    assert codes(tmp_path, **changes) == [code]


def test_a_file_that_is_no_yaml_is_a_problem_not_a_crash(tmp_path):
    (tmp_path / "broken.yaml").write_text("a: [", "utf-8")
    (tmp_path / "text.yaml").write_text("words", "utf-8")
    assert [problem.code for problem in faults(tmp_path)] == ["POLICY-08", "POLICY-08"]


def test_every_day_of_twenty_years_is_answered_once_by_a_rule_that_began():
    for parameter in current():
        first = parameter.values[0]
        for value in parameter.values:
            assert parameter.at(value.start) is value
            if value.end:
                assert parameter.at(value.end) is value
        assert parameter.at(date.fromordinal(first.start.toordinal() - 1)) is None


def test_a_day_before_every_rule_is_refused_in_words():
    with pytest.raises(Refused, match="Iuran JKM pada 30 Juni 2015"):
        current().at("jkm_premium", date(2015, 6, 30))


def test_premium_rules_change_only_on_the_first_of_a_month_or_do_not_matter_within_it():
    for name in ("jkk_tiers", "jkk_rate", "jkm_premium", "relief_share"):
        assert all(value.start.day == 1 for value in current()[name].values)


def amounts(value):
    match value:
        case dict():
            return {amount for one in value.values() for amount in amounts(one)}
        case list():
            return {amount for one in value for amount in amounts(one)}
        case bool():
            return set()
        case int():
            return {value}
    return set()


def law_numbers():
    """Rupiah of the law and their well-known sums. Round numbers of up to a million are batch sizes elsewhere."""
    stated = {amount for law in current() for value in law.values for amount in amounts(value.value)}
    sums = {16_800, 8_400, 100_800, 42_000_000, 70_000_000, 68_000_000, 48_000_000, 87_000_000, 174_000_000}
    return {n for n in stated | sums if n > 5_000 and not (n <= 1_000_000 and len(str(n).strip("0")) == 1)}


def sources(pattern, skip):
    return [
        file
        for file in sorted(ROOMS.rglob(pattern))
        if not skip & set(file.relative_to(ROOMS).parts) and "migrations" not in file.parts
    ]


def test_no_number_of_the_law_stands_anywhere_else_in_the_code():
    """demo tells a story with known sums and measures; everything else asks policy."""
    found = []
    for file in sources("*.py", {"tests", "demo"}):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and type(node.value) is int and node.value in law_numbers():
                found.append(f"{file.relative_to(ROOMS)}:{node.lineno} {node.value}")
    assert found == [], "take these from lindung.policy: its parameters carry date and article"


def test_no_template_or_query_spells_a_number_of_the_law():
    spelled = {f"{number:,}".replace(",", ".") for number in law_numbers()} | {str(n) for n in law_numbers()}
    pattern = re.compile(rf"(?<![\d.])(?:{'|'.join(map(re.escape, sorted(spelled)))})(?![\d.]*\d)")
    found = [
        f"{file.relative_to(ROOMS)}: {match[0]}"
        for suffix in ("*.sql", "*.html", "*.js")
        for file in sources(suffix, {"tests", "demo", "static"})
        for match in pattern.finditer(file.read_text("utf-8"))
    ]
    assert found == [], "pass these from lindung.policy into the template or the query"


def test_the_code_of_policy_itself_holds_only_the_numbers_of_the_calendar_and_of_counting():
    calendar_and_counting = {0, 1, 2, 6, 7, 10, 12, 20, 100, 160, 1000, 1970, 4096}
    found = []
    for file in sources("*.py", {"tests"}):
        if file.parent.name != "policy":
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and type(node.value) is int:
                found += [] if node.value in calendar_and_counting else [f"{file.name}:{node.lineno} {node.value}"]
    assert found == [], "write the number into a parameter file with its article"


def test_policy_runs_without_django():
    import subprocess
    import sys

    script = "import sys; from lindung.policy import premium, benefit, eligibility; print('django' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", script], text=True, cwd=ROOMS.parent).strip() == "False"
