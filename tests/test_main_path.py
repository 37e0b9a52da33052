"""The main path as an officer without a browser walks it: every step a command of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from lindung.intake.tests import makers
from lindung.nominations.tests.lists import MARIA, YOHANES, titled

LINDUNG = Path(sys.executable).parent / "lindung"
SETUP = """
funder: {code: APBD-53, name: APBD Provinsi NTT, kind: province, region: 53}
programme: {code: NTT-2025, name: Pekerja rentan, cover_from: 2025-07, months: 6, territory: 53}
agreement: {number: PKS/1, signed_on: 2025-06-20, cover_from: 2025-07-01, cover_to: 2025-12-31}
decrees:
  - {number: SK/1, signed_on: 2025-06-23, signed_by: Gubernur NTT, shares: [{region: 53.21, seats: 1}]}
"""
AGUSTINA = MARIA | {"nik": "5321014107900003", "name": "Agustina Luruk"}
AT_CHECK = ["--programme", "NTT-2025"]
SIGNED = ["--signed-on", "2025-06-25", "--signed-by", "Bupati Malaka"]


def lindung(*words: object, by: str = "stefania", on: str = "", code: int = 0) -> str:
    """Run a command as somebody on a day and expect this exit code; what it said on stdout."""
    acting = ["--actor", by, "--on", on] if on else []
    answer = subprocess.run(
        [str(LINDUNG), *map(str, words), *acting], capture_output=True, text=True, check=False, timeout=120
    )
    assert answer.returncode == code, answer.stdout + answer.stderr
    return answer.stdout + (answer.stderr if code else "")


def standings() -> dict[str, str]:
    rows = json.loads(lindung("nominations", "list", *AT_CHECK, "--json"))
    assert all("xxxxxxxx" in row["nik"] for row in rows)
    return {row["name"]: row["standing"] for row in rows}


def months(nik: object) -> list[str]:
    told = json.loads(lindung("cover", "show", nik, "--json"))
    assert str(nik) not in json.dumps(told)
    return [month for seat in told["cover"] for month in seat["months"]]


@pytest.fixture
def proposed(committed_db: None, tmp_path: Path) -> None:
    """A programme of one seat, and three people whom Maria's office proposed for it."""
    setup = tmp_path / "program.yaml"
    setup.write_text(SETUP, encoding="utf-8")
    assert "SK SK/1" in lindung("programmes", "load", setup, on="2025-06-23")
    assert "tidak ada yang berubah" in lindung("programmes", "load", setup, on="2025-06-24")
    path = makers.xlsx(tmp_path / "malaka.xlsx", titled(MARIA, YOHANES, AGUSTINA))
    lindung("intake", path, *AT_CHECK, by="maria", on="2025-06-23")


def test_from_a_file_to_a_replaced_seat(proposed: None, tmp_path: Path) -> None:
    failed = tmp_path / "tidak-lulus.txt"
    failed.write_text(f"{AGUSTINA['nik']}\n\n", encoding="utf-8")
    words = [*AT_CHECK, "--source", "Daftar Dukcapil"]
    lindung("nominations", "check", *words, "--kind", "population", "--failed", failed, by="yosef", on="2025-06-24")
    lindung("nominations", "check", *words, "--kind", "work", by="yosef", on="2025-06-24")
    assert "2 usulan lulus" in lindung("nominations", "verify", *AT_CHECK, by="yosef", on="2025-06-24")
    lindung("nominations", "rank", *AT_CHECK, by="yosef", on="2025-06-24")
    by_decree = [*AT_CHECK, *SIGNED, "--decree"]
    refused = lindung("cover", "decide", *by_decree, "SK/2", by="maria", on="2025-06-25", code=1)
    assert "COVER-04" in refused
    assert "1 orang ditetapkan, 6" in lindung("cover", "decide", *by_decree, "SK/2", on="2025-06-25")
    assert standings() == {
        "Maria Hoar Bria": "decided",
        "Yohanes Bria": "reserve",
        "Agustina Luruk": "refused",
    }

    [row] = json.loads(lindung("figures", "--json"))
    assert (row["nominated"], row["verified"], row["decided"], row["person_months"]) == (3, 2, 1, 6)
    [listed] = json.loads(lindung("programmes", "list", "--json"))
    assert (listed["seats"], listed["budget"], listed["committed"]) == (1, 100_800, 100_800)

    death = ["death", MARIA["nik"], "--died-on", "2025-08-09", "--source", "Surat desa"]
    assert "4 bulan" in lindung("cover", *death, on="2025-08-12")
    assert "0 bulan" in lindung("cover", *death, on="2025-08-13")
    assert "1 orang menggantikan, 4" in lindung("cover", "replace", *by_decree, "SK/3", on="2025-08-20")
    assert months(MARIA["nik"]) == ["2025-07", "2025-08"]
    assert months(YOHANES["nik"]) == ["2025-09", "2025-10", "2025-11", "2025-12"]

    ending = ["end", YOHANES["nik"], *AT_CHECK, "--from", "2025-11", "--reason", "moved"]
    assert "2 bulan" in lindung("cover", *ending, on="2025-10-20")
    assert "COVER-16" in lindung("cover", *ending, on="2025-10-21", code=1)
    assert "COVER-10" in lindung("cover", "replace", *by_decree, "SK/4", on="2025-10-22", code=1)
    lindung("verify")


def test_who_proposed_does_not_verify_and_strange_names_are_refused(proposed: None, tmp_path: Path) -> None:
    failed = tmp_path / "tidak-lulus.txt"
    failed.write_text("5321014107900009\nbukan NIK\n", encoding="utf-8")
    words = [*AT_CHECK, "--source", "Daftar", "--kind"]
    refused = lindung(
        "nominations", "check", *words, "work", "--failed", failed, by="yosef", on="2025-06-24", code=1
    )
    assert refused.count("NOM-05") == 2
    assert "5321014107900009" not in refused
    for kind in ("work", "population"):
        lindung("nominations", "check", *words, kind, by="yosef", on="2025-06-24")
    assert "NOM-01" in lindung("nominations", "verify", *AT_CHECK, by="maria", on="2025-06-24", code=1)


def test_a_refused_decree_is_not_left_behind(proposed: None) -> None:
    words = ["cover", "decide", *AT_CHECK, *SIGNED, "--decree", "SK/2", "--region", "35.78"]
    assert "PROG-01" in lindung(*words, on="2025-06-25", code=1)
    from lindung.programmes.models import Decree

    assert list(Decree.objects.values_list("number", flat=True)) == ["SK/1"]


def test_what_cannot_be_meant_is_said(committed_db: None) -> None:
    dead = ["cover", "death", MARIA["nik"], "--source", "Surat", "--died-on"]
    lindung("cover", "show", "123", code=2)
    lindung(*dead, "2025-08-09", on="2025-08-01", code=2)
    assert "COVER-15" in lindung(*dead, "2025-08-09", on="2025-08-12", code=1)
    assert "PROG-12" in lindung("nominations", "list", *AT_CHECK, code=1)
