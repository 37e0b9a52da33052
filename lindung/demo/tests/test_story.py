"""The story at small scale, through the command a user types, twice: the same figures, equal to the expected."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lindung.config import database

SCALE = "0.004"
NAME = f"test_lindung_story_{os.getpid()}"


@pytest.fixture
def story_database(django_db_setup):
    yield NAME
    database.drop(NAME)


def lindung(*words: str, name: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).parent / "lindung", *words],
        env=os.environ | {"LINDUNG_DATABASE": name},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_story_ends_with_the_reports_figures_and_tells_itself_the_same_again(story_database, tmp_path):
    tellings = []
    for turn in ("first", "second"):
        told = lindung("demo", "--scale", SCALE, "--out", str(tmp_path / turn), "--json", name=story_database)
        assert told.returncode == 0, told.stdout[-2000:] + told.stderr[-2000:]
        answer = json.loads(told.stdout)
        assert all(line["equal"] for line in answer["reports"])
        assert (answer["surprises"], answer["failed"]) == ([], [])
        tellings.append(json.loads(lindung("figures", "--json", name=story_database).stdout))

    assert tellings[0] == tellings[1]
    stages = {
        stage: sum(row[stage] for row in tellings[0]) for stage in ("rejected", "needs_look", "reserve", "claims")
    }
    assert min(stages.values()) > 0, stages
    assert len(list((tmp_path / "first" / "workbooks").glob("*.planted.csv"))) >= 40

    assert lindung("verify", name=story_database).returncode == 0
    gap = json.loads(
        lindung("figures", "--programme", "NTT-2025", "--as-of", "2025-08-22", "--json", name=NAME).stdout
    )
    kupang = next(row for row in gap if row["district"] == "53.71")
    assert kupang["enrolled"] == kupang["seats"] - 1


def test_the_demo_will_not_touch_what_it_did_not_make(story_database, committed_db):
    from tests import cast

    cast.province_programme(seats=1)
    mine = f"test_lindung_{os.getpid()}"
    told = lindung("demo", "--scale", SCALE, name=mine)
    assert told.returncode == 2
    assert "did not make" in told.stderr
