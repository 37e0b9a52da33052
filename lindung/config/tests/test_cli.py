"""The command `lindung`: 0 done, 1 problems found in the data, 2 cannot run; JSON only on stdout."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from lindung.config.cli import COMMANDS

LINDUNG = Path(sys.executable).parent / "lindung"


def lindung(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(LINDUNG), *words], capture_output=True, text=True, check=False, timeout=120)


def test_help_lists_every_command():
    answer = lindung("--help")
    assert answer.returncode == 0
    assert all(f"  {name} " in answer.stdout for name in COMMANDS)


@pytest.mark.parametrize(
    "words",
    [["lindungi"], ["check"], ["check", "missing-file.xlsx"], ["check", "--start", "kemarin", __file__],
     ["intake", "--help", "--no-such-option"], ["figures", "--as-of", "kemarin"]],
    ids=" ".join,
)  # fmt: skip
def test_what_cannot_run_says_why_and_leaves_with_2(words):
    answer = lindung(*words)
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert answer.stderr


def test_a_file_that_is_no_list_is_a_problem_of_the_data(tmp_path):
    path = tmp_path / "malaka.xlsx"
    path.write_bytes(b"bukan lembar kerja")
    answer = lindung("check", "--json", str(path))
    assert answer.returncode == 1
    result = json.loads(answer.stdout)
    assert set(result) >= {"file", "rows", "accepted", "rejected", "needs_look", "problems"}
    assert [problem["row"] for problem in result["problems"]] == [None]


def test_figures_of_an_empty_database_are_an_empty_list(committed_db):
    answer = lindung("figures", "--json")
    assert (answer.returncode, json.loads(answer.stdout)) == (0, [])


def test_verify_holds_on_an_empty_database(committed_db):
    answer = lindung("verify")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "GAGAL" not in answer.stdout


def test_the_doctor_looks_at_everything_and_leaves_with_2_when_something_is_missing(committed_db):
    answer = lindung("doctor")
    lines = answer.stdout.splitlines()
    assert {line[:3] for line in lines} <= {"ok ", "NOT", "-- "}
    assert "ok  database" in lines
    assert "ok  two database roles" in lines
    assert answer.returncode == (2 if any(line.startswith("NOT") for line in lines) else 0)


def test_lists_are_compared_without_a_database_and_pairs_with_one() -> None:
    match = COMMANDS["match"]
    assert not match.needs_database(["kematian.xlsx"])
    assert not match.needs_database(["explain", "a:1", "b:2"])
    assert match.needs_database(["queue"])
    assert not match.needs_database(["queue", "--help"])
