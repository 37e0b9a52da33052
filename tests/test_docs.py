"""Documentation is tested as code: commands, settings, problem codes, rooms and models are all described."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

from lindung.config.cli import COMMANDS
from lindung.config.environment import VARIABLES
from lindung.kernel.problem import Kind
from lindung.reports.queries import stages

ROOT = Path(__file__).resolve().parents[1]
DOCS = {path.name: path.read_text(encoding="utf-8") for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]}


def kinds() -> dict[str, Kind]:
    found: dict[str, Kind] = {}
    for path in sorted((ROOT / "lindung").glob("*/problems.py")):
        module = importlib.import_module(f"lindung.{path.parent.name}.problems")
        for name, kind in vars(module).items():
            if isinstance(kind, Kind):
                assert found.get(kind.code) in (None, kind), f"{kind.code} is used twice ({name}): codes are unique"
                found[kind.code] = kind
    return found


def test_every_problem_code_stands_in_the_list_with_its_text():
    page = DOCS["problems.md"]
    for code, kind in kinds().items():
        assert f"`{code}`" in page, f"{code} is missing in docs/problems.md: run `make docs`"
        assert kind.message in page, f"{code}: docs/problems.md has an old text: run `make docs`"


def test_every_kind_says_what_to_do():
    for code, kind in kinds().items():
        assert re.fullmatch(r"[A-Z]+-\d{2}", code), f"{code}: codes are ROOM-NN"
        # {rule} brings a sentence of its own.
        assert kind.remedy.endswith((".", "{rule}")), f"{code} has no remedy in a full sentence"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_described(name):
    assert f"`lindung {name}" in DOCS["commands.md"], f"describe `lindung {name}` in docs/commands.md"


@pytest.mark.parametrize("name", sorted(VARIABLES))
def test_every_setting_is_described(name):
    assert f"`{name}`" in DOCS["settings.md"], f"describe {name} in docs/settings.md"


def test_every_room_stands_on_the_map():
    for path in sorted((ROOT / "lindung").glob("*/__init__.py")):
        assert f"`{path.parent.name}`" in DOCS["architecture.md"], (
            f"{path.parent.name} is not in docs/architecture.md"
        )


@pytest.mark.parametrize(
    "model",
    [model for model in apps.get_models() if model.__module__.startswith("lindung.")],
    ids=lambda m: m.__name__,
)
def test_the_glossary_knows_every_table(model):
    assert f"`{model.__name__}`" in DOCS["GLOSSARY.md"], f"{model.__name__} is missing in GLOSSARY.md"


def test_links_between_pages_lead_somewhere():
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            # The guide's pictures are made, not kept: tests/test_guide.py.
            if "://" not in target and "gambar/" not in target:
                assert (path.parent / target).exists(), f"{path.name} links to {target}, which is not there"


def test_the_version_is_the_changelogs():
    import tomllib

    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert f"## {version}" in DOCS["CHANGELOG.md"]


def test_pages_made_from_the_code_are_current():
    answer = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "docs.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr


def test_every_figure_is_described_with_its_unit():
    for stage, told in stages().items():
        assert f"| `{stage}` | {told['unit']} |" in DOCS["figures.md"], f"{stage}: run `make docs`"


def test_pages_name_no_machine():
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(?<![\w.])/(root|home|work|tmp)/", text), f"{path.name} names a place on one machine"
