"""The user's guide cannot age unnoticed: its roles, pictures and the words of buttons are those of the program."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.test import Client
from markdown.extensions.toc import slugify

from lindung.accounts.rights import RoleName
from lindung.ui.guide import CHAPTERS, HOME, PROBLEMS
from tests.officers import signed_in
from tests.test_routes import ROUTES

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs" / "panduan"
PAGES = {str(path.relative_to(GUIDE)): path.read_text(encoding="utf-8") for path in sorted(GUIDE.rglob("*.md"))}
# What people read: templates, code, and the field app's own script.
SOURCES = [
    path.read_text(encoding="utf-8")
    for folder, endings in (("lindung", ("html", "py")), ("field/src", ("js",)))
    for ending in endings
    for path in (ROOT / folder).rglob(f"*.{ending}")
    if "tests" not in path.parts
]


def pictured() -> set[str]:
    """Names of pictures that browser tests make: the texts of every test that asks for `pictures`."""
    names: set[str] = set()
    for path in (ROOT / "tests" / "browser").glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and "pictures" in {one.arg for one in node.args.args}:
                told = (one.value for one in ast.walk(node) if isinstance(one, ast.Constant))
                names |= {text for text in told if isinstance(text, str)}
    return names


@pytest.mark.parametrize("page", PAGES)
def test_every_picture_is_one_that_a_browser_test_makes(page):
    for name in re.findall(r"gambar/([\w-]+)-(?:1280|360)\.png", PAGES[page]):
        assert name in pictured(), f"{page} shows {name}, which no browser test makes with show(…)"
    assert PAGES[page].count("gambar/") == len(re.findall(r"gambar/[\w-]+-(?:1280|360)\.png\)", PAGES[page]))


@pytest.mark.parametrize("role", RoleName)
def test_every_role_has_its_page(role):
    assert any(re.match(rf"---\nrole: {role.value}\n---\n", text) for text in PAGES.values()), (
        f"write a page for {role.value} in docs/panduan/peran, with `role: {role.value}` at its head"
    )


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_prints_bold_stands_on_a_screen(page):
    """Bold is for the words of buttons, menus and headings; … stands for a number or a name."""
    for words in re.findall(r"\*\*([^*]+)\*\*", PAGES[page]):
        parts = [part.strip() for part in re.sub(r"\s+", " ", words).split("…") if part.strip()]
        assert any(all(part in source for part in parts) for source in SOURCES), f"{page}: no screen says {words!r}"


def test_the_table_of_contents_names_every_page():
    named = set(re.findall(r"[\w/-]+\.md", (ROOT / "mkdocs.yml").read_text(encoding="utf-8")))
    assert named == set(PAGES)


def test_the_guide_fetches_nothing_from_elsewhere(tmp_path):
    """Built without its pictures, whose absence is the only thing the strict build may complain of."""
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    settings |= {"strict": False, "docs_dir": str(GUIDE), "site_dir": str(tmp_path / "site"), "hooks": []}
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(tmp_path / "mkdocs.yml")]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    complaints = [line for line in answer.stderr.splitlines() if "WARNING -" in line and "gambar/" not in line]
    assert complaints == []
    built = list((tmp_path / "site").rglob("*.html"))
    assert len(built) >= len(PAGES)
    for page in built:
        text = page.read_text(encoding="utf-8")
        assert not re.findall(
            r"<(?:link|script|img|iframe|source)[^>]+(?:href|src)=\"?(?:https?:)?//[^\s>\"]+", text
        )


def anchors(page: str) -> set[str]:
    """Headings of a page of the guide, as MkDocs names them in addresses."""
    return {slugify(heading, "-") for heading in re.findall(r"^##+ (.+)$", PAGES[page], re.M)}


@pytest.mark.parametrize("chapter", sorted({*CHAPTERS.values(), HOME, PROBLEMS}))
def test_a_chapter_that_pages_lead_to_is_in_the_guide(chapter):
    page, _, heading = chapter.partition("#")
    assert page.replace(".html", ".md") in PAGES
    assert not heading or heading in anchors(page.replace(".html", ".md"))


def test_every_room_with_pages_has_its_chapter():
    rooms = {route.name.partition(":")[0] for route in ROUTES if ":" in route.name} - {"ui"}
    assert rooms <= {name.partition(":")[0] for name in CHAPTERS}, "lindung/ui/guide.py: name the room's chapter"


@pytest.mark.django_db
def test_pages_lead_to_the_guide_where_there_is_one(settings):
    client = signed_in("operator")
    assert "Bantuan" not in client.get("/berkas/").text
    settings.GUIDE_URL = "https://panduan.malaka.example"
    page = client.get("/berkas/").text
    assert 'href="https://panduan.malaka.example/peran/operator-desa.html"' in page
    assert 'href="https://panduan.malaka.example/index.html"' in page
    refused = client.post("/orang/baru/", {"name": "Maria"}).text
    assert 'href="https://panduan.malaka.example/masalah.html"' in refused
    assert 'href="https://panduan.malaka.example/index.html"' in Client().get("/").text
