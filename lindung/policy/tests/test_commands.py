"""`lindung law` as an officer and a program use it."""

import json
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from lindung.kernel.problem import Refused
from lindung.policy import current, late_compensation
from lindung.policy.commands import law

ROOT = Path(__file__).parents[3]


def run(*words, exit_code=0):
    found = CliRunner().invoke(law, words)
    assert found.exit_code == exit_code, found.output
    return found.stdout


def told(*words, exit_code=0):
    return json.loads(run(*words, "--json", exit_code=exit_code))


def test_the_province_pays_100800_for_half_a_year():
    found = told("premium", "--date", "2025-07-01", "--payer", "apbd", "--months", "6")
    assert {"monthly", "months", "total", "lines", "warnings"} <= found.keys()
    assert (found["monthly"], found["months"], found["total"], found["warnings"]) == (16_800, 6, 100_800, [])


@pytest.mark.parametrize(
    ("words", "monthly"),
    [
        (["--date", "2026-05-01", "--payer", "self"], 8_400),
        (["--date", "2026-05-01", "--payer", "apbd"], 16_800),
        (["--date", "2027-02-01", "--payer", "self", "--sector", "transport"], 8_400),
        (["--date", "2027-04-01", "--payer", "self", "--sector", "transport"], 16_800),
        (["--date", "2027-04", "--payer", "self", "--income", "Rp1.100.000"], 18_800),
    ],
)
def test_the_premium_of_a_month(words, monthly):
    assert told("premium", *words)["monthly"] == monthly


def test_a_death_after_three_months_pays_three_lines_and_warns_of_nothing():
    words = ["--event", "death", "--cause", "natural", "--start", "2025-07-01"]
    found = told("benefit", *words, "--date", "2025-12-15")
    assert (found["total"], len(found["lines"]), found["warnings"]) == (42_000_000, 3, [])
    assert {"code", "label", "amount", "article", "confidence"} <= found["lines"][0].keys()
    assert "BPJS" in found["estimate"]


def test_a_death_before_three_months_names_the_rule():
    words = ["--event", "death", "--cause", "natural", "--start", "2025-07-01", "--date", "2025-08-15"]
    assert told("benefit", *words)["total"] == 10_000_000
    assert "Aturan tiga bulan" in told("benefit", *words)["warnings"][0]
    assert "Three-month rule" in told("benefit", *words, "--lang", "en")["warnings"][0]


def test_a_death_at_work():
    words = ["--cause", "work-accident", "--start", "2025-07-01", "--date", "2025-12-15"]
    assert told("benefit", *words)["total"] == 70_000_000


def test_an_accident_with_receipts_days_and_fingers():
    words = ["--event", "accident", "--date", "2025-09-01", "--start", "2025-07-01"]
    costs = ["--transport", "land=6000000", "--transport", "sea=500000", "--days-unable", "30"]
    injuries = ["--anatomical", "thumb_right", "--functional", "toe=50"]
    found = told("benefit", *words, *costs, *injuries)
    assert found["total"] == 5_000_000 + 500_000 + 1_000_000 + 12_000_000 + 800_000


def test_a_table_shows_amount_formula_article_and_the_total():
    shown = run("premium", "--date", "2025-07-01", "--payer", "apbd", "--months", "6")
    for words in ("Rp60.000", "1 % × Rp1.000.000 × 6 bulan", "PP 44/2015 Lampiran II", "Rp100.800"):
        assert words in shown
    assert "An estimate" in run("benefit", "--date", "2025-12-15", "--lang", "en")


def test_scholarships_by_number_and_by_child():
    assert told("scholarship", "--route", "jkk", "--children", "2", "--date", "2025-12-15")["total"] == 174_000_000
    child = "born=2003-06-01,level=pt,level-year=5"
    assert told("scholarship", "--route", "jkk", "--child", child, "--date", "2025-12-15")["total"] == 12_000_000


@pytest.mark.parametrize("child", ["age=7", "born=yesterday"])
def test_a_child_that_cannot_be_read_is_refused(child):
    found = CliRunner().invoke(law, ["scholarship", "--child", child])
    assert found.exit_code == 2


def test_heirs_documents_and_deadlines():
    assert told("heirs", "--family", "sibling", "--family", "parent", "--date", "2025-12-15")["rank"] == 2
    assert "→" in run("heirs", "--family", "spouse", "--date", "2025-12-15")
    found = told("documents", "--claim", "jkk-death", "--with", "traffic", "--date", "2025-12-15")
    assert {one["code"] for one in found if one["needed"]} >= {"police", "death_certificate"}
    assert "akta kematian" in run("documents", "--claim", "jkm", "--date", "2025-12-15")
    found = told("deadlines", "--claim", "jkm", "--date", "2025-09-01", "--submitted", "2025-09-05")
    assert found[0]["by"] == "2025-09-10"
    assert "1 September 2030" in run("deadlines", "--claim", "jkk", "--date", "2025-09-01")


def test_who_may_not_be_registered_exits_1():
    assert told("eligibility", "--born", "1990-01-01", "--date", "2025-07-01")["eligible"] is True
    assert told("eligibility", "--born", "2010-01-01", "--date", "2025-07-01", exit_code=1)["age"] == 15


def test_what_changed_with_the_relief():
    found = told("changes", "--from", "2025-12-31", "--to", "2026-12-31")
    assert [(one["on"], one["parameter"]) for one in found] == [
        ("2026-01-01", "relief_share"),
        ("2026-04-01", "relief_share"),
    ]
    assert "PP 50/2025" in run("changes", "--from", "2025-12-31", "--to", "2026-12-31")


def test_questions_come_from_the_data_the_least_certain_first():
    found = told("questions")
    stated = sum(1 for parameter in current() for value in parameter.values if value.question)
    assert len(found) == stated > 20
    assert found[0]["confidence"] == "unverified"
    assert "dana desa" in run("questions").lower()


def test_a_reform_file_is_laid_over_the_law(tmp_path):
    value = {
        "from": "2026-07-01",
        "to": None,
        "value": 8000,
        "law": "Usulan",
        "article": "Pasal 1",
        "link": "https://example.org/",
        "confidence": "unverified",
        "checked": None,
    }
    written = yaml.safe_dump({"name": "jkm_premium", "values": [value]}).replace("'2026-07-01'", "2026-07-01")
    (tmp_path / "higher.yaml").write_text(written, "utf-8")
    words = ["premium", "--date", "2026-07-01", "--payer", "apbd", "--reform", str(tmp_path)]
    assert told(*words)["total"] == 18_000


def test_a_reform_file_with_faults_is_refused_in_words(tmp_path):
    draft = tmp_path / "draft.yaml"
    draft.write_text("name: jkm_premium\nvalues:\n  - {from: 2026-07-01, value: 8000}\n", "utf-8")
    words = ["premium", "--date", "2026-07-01", "--payer", "apbd", "--reform", str(draft)]
    refusal = CliRunner().invoke(law, words).exception
    assert isinstance(refusal, Refused)
    assert {problem.code for problem in refusal.problems} == {"POLICY-09"}


def test_a_reform_of_a_parameter_the_law_does_not_know_is_refused_in_words(tmp_path):
    draft = tmp_path / "draft.yaml"
    cited = "law: U, article: P, link: 'https://example.org', confidence: unverified, checked: null"
    value = f"{{from: 2026-07-01, to: null, value: 1, {cited}}}"
    draft.write_text(f"name: unheard_of\nvalues:\n  - {value}\n", "utf-8")
    words = ["premium", "--date", "2026-07-01", "--payer", "apbd", "--reform", str(draft)]
    assert isinstance(CliRunner().invoke(law, words).exception, Refused)


def test_a_programme_within_a_budget():
    words = ["--date", "2026-01", "--months", "12", "--seats", "50000", "--payer", "apbd"]
    found = told("cost", *words, "--budget", "Rp5.000.000.000")
    assert (found["total"], found["affordable_seats"]) == (10_080_000_000, 24_801)
    assert "Rp10.080.000.000" in run("cost", *words)


def test_the_bench_prices_every_row():
    assert told("bench", "--rows", "1000")["rows"] == 1_000


def test_late_payment_is_owed_by_the_day():
    line = late_compensation(amount=42_000_000, days_late=3, on=date(2025, 12, 15))
    assert (line.amount, line.confidence) == (1_260_000, "verified")


def test_facts_that_cannot_be_are_refused():
    found = CliRunner().invoke(law, ["premium", "--date", "2014-01-01", "--payer", "apbd"])
    assert isinstance(found.exception, Refused)
    assert CliRunner().invoke(law, ["premium", "--date", "31-12-2025", "--payer", "apbd"]).exit_code == 2


def test_the_parameter_files_are_checked_on_demand(tmp_path):
    assert run("check") == ""
    (tmp_path / "broken.yaml").write_text("a: [", "utf-8")
    assert "POLICY-08" in run("check", str(tmp_path), exit_code=1)


def test_the_pages_of_the_documentation_are_current():
    run("pages", "--check", "--out", str(ROOT / "docs" / "law"))


def test_a_page_that_is_missing_changed_or_left_over_is_noticed_and_mended(tmp_path):
    run("pages", "--out", str(tmp_path))
    (tmp_path / "jkm_funeral.md").write_text("else", "utf-8")
    (tmp_path / "jkm_premium.md").unlink()
    (tmp_path / "gone.md").write_text("left over", "utf-8")
    (tmp_path / "adding-a-regulation.md").write_text("by hand", "utf-8")
    noticed = CliRunner().invoke(law, ["pages", "--check", "--out", str(tmp_path)])
    assert noticed.exit_code == 1
    assert noticed.stderr.split()[:3] == ["gone.md", "jkm_funeral.md", "jkm_premium.md"]
    run("pages", "--out", str(tmp_path))
    run("pages", "--check", "--out", str(tmp_path))
    assert (tmp_path / "adding-a-regulation.md").read_text("utf-8") == "by hand"
