"""The palette's contrasts, computed; the switches; lists with their filters in the URL; complete English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.test import Client

from lindung.config import languages
from lindung.regions.models import Region
from lindung.ui.gallery import Sample
from lindung.ui.tables import Column
from tests.officers import signed_in

CSS = (Path(languages.PACKAGE) / "ui/static/ui/lindung.css").read_text()
LIGHT, DARK = re.findall(r"(?:^:root|^:root\[data-theme=\"dark\"\]) \{(.*?)\n\}", CSS, re.S | re.M)


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """As WCAG 2 computes it, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("block", [LIGHT, DARK], ids=["light", "dark"])
def test_text_is_readable_and_marks_are_seen(block):
    colour = tokens(block)
    for ink in ("ink", "quiet", "indigo", "madder", "turmeric", "leaf"):
        for bed in ("paper", "raised"):
            assert contrast(colour[ink], colour[bed]) >= 4.5, (ink, bed)
    for ink, bed in (("turmeric", "turmeric-bed"), ("leaf", "leaf-bed"), ("madder", "madder-bed")):
        assert contrast(colour[ink], colour[bed]) >= 4.5, (ink, bed)
    for funder in ("province", "district", "village", "company", "self"):
        assert contrast(colour[funder], colour["paper"]) >= 4.5, funder  # its letter stands on it in paper


def test_both_ways_to_dark_have_the_same_colours():
    asked = re.search(
        r'@media \(prefers-color-scheme: dark\) \{\s+:root:not\(\[data-theme="light"\]\) \{(.*?)\n  \}', CSS, re.S
    )
    assert asked
    assert tokens(asked[1]) == tokens(DARK)


@pytest.mark.django_db
def test_language_and_theme_are_kept_and_lead_back():
    client = Client()
    answer = client.post("/pilihan/", {"bahasa": "en", "next": "/masuk/"})
    assert answer.headers["Location"] == "/masuk/"
    page = client.get("/masuk/")
    assert '<html lang="en"' in page.text
    assert "Username" in page.text
    client.post("/pilihan/", {"tampilan": "dark"})
    assert 'data-theme="dark"' in client.get("/masuk/").text


@pytest.mark.django_db
def test_a_switch_never_leads_to_another_site():
    answer = Client().post("/pilihan/", {"bahasa": "en", "next": "https://jahat.example/"})
    assert answer.headers["Location"] == "/"


@pytest.mark.django_db
def test_the_browsers_language_changes_nothing():
    assert '<html lang="id"' in Client(headers={"accept-language": "en"}).get("/masuk/").text


@pytest.mark.parametrize("room", languages.rooms(), ids=lambda room: room.name)
def test_every_text_has_its_english(room):
    assert languages.missing(room) == [], "run `make messages` and fill in the English"


# Words that are the same in every language, or no words at all.
SAME = {"Lindung", "Lindung:", "SK", "SP2D", "PKS", "BPJS", "NIK", "KPJ", "Apache-2.0"}
TAGS = re.compile(
    r"\{% comment.*?endcomment %\}|\{#.*?#\}|\{% blocktranslate.*?endblocktranslate %\}"
    r"|<(script|style).*?</\1>|<!doctype[^>]*>|\{%.*?%\}|\{\{.*?\}\}",
    re.S,
)
SPOKEN = re.compile(r"""\b(?:aria-label|title|alt|placeholder)\s*=\s*"([^"]*)\"""")
TEMPLATES = sorted(languages.PACKAGE.glob("*/templates/**/*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(languages.PACKAGE)))
def test_every_text_of_a_template_is_marked_for_translation(path):
    text = TAGS.sub(" ", path.read_text())
    said = " ".join([re.sub(r"<[^>]*>", " ", text), *SPOKEN.findall(text)])
    words = {
        word for word in re.findall(r"[^\W\d_][\w.:\-]+", said) if word not in SAME and not word.startswith("&")
    }
    words -= {"amp", "nbsp"}
    assert not words, f"{path.name}: mark {sorted(words)} with {{% translate %}}"


def listed(query: str) -> Sample:
    return Sample(AnonymousUser(), QueryDict(query))


@pytest.mark.django_db
def test_a_list_filters_orders_and_pages_by_its_url():
    table = listed("")
    names = [cells[0].text for cells in table.lines()]
    assert (names, len(names)) == (sorted(names), 8)
    assert "hal=2" in table.next
    assert not table.previous
    back = [cells[0].text for cells in listed("urut=-nama").lines()]
    assert back == sorted(back, reverse=True)
    assert [cells[0].text for cells in listed("q=barene").lines()] == ["Barene"]


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["urut=kacau", "hal=999", "hal=x", "urut=-", "q=%00"])
def test_a_list_survives_a_made_up_url(query):
    assert listed(query).page.paginator.count >= 0


@pytest.mark.django_db
def test_htmx_gets_the_list_alone():
    client = signed_in("auditor")
    whole = client.get("/petugas/")
    part = client.get("/petugas/", headers={"hx-request": "true", "hx-target": "daftar"})
    assert "<html" in whole.text
    assert "<html" not in part.text
    assert 'id="daftar"' in part.text
    assert "HX-Target" in part.headers["Vary"]


def test_a_masked_number_tells_the_place_and_not_the_person():
    assert Column("nik", "NIK", "masked").text("5321015708850001") == "532101**********"


def test_numbers_and_money_are_written_as_puebi_asks():
    assert Column("a", "A", "number").text(4475) == "4.475"
    assert Column("a", "A", "rupiah").text(10_080_000_000) == "Rp10.080.000.000"


def test_a_drop_down_says_nothing_in_a_foreign_language_where_nothing_is_chosen():
    assert forms.ModelChoiceField(queryset=Region.objects.none(), required=False).empty_label == "–"
