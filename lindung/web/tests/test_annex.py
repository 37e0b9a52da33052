"""A decree's annex as a file: at once where it is short, by a job where it is long."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.http import HttpResponse
from django.test import Client
from pypdf import PdfReader

from lindung.coverage import annex
from lindung.nominations.models import DecreeLine
from lindung.programmes.models import Decree
from lindung.web import services as web
from lindung.web.models import Export
from tests import cast
from tests.officers import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    """Three people named in the annex of SK-1."""
    programme = cast.district_programme(seats=3)
    cast.proposed(programme, cast.people(3))
    cast.verified(programme)
    cast.decided(programme)
    return programme


def taken(client: Client, decree: Decree, form: str) -> HttpResponse:
    """The annex asked for as a file."""
    asked = {"table": "annex-paper", "query": f"sk={decree.pk}", "format": form}
    return client.post("/unduhan/buat/", asked, follow=True)


@pytest.mark.usefixtures("programme")
@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_a_long_annex_is_made_by_a_job_that_tells_how_far_it_is(monkeypatch, form):
    decree = Decree.objects.get(number="SK-1")
    monkeypatch.setattr(web, "AT_ONCE", 2)
    monkeypatch.setattr(web, "STEP", 1)
    monkeypatch.setattr(annex, "PART", 1)
    client = signed_in("decider")
    assert "menunggu" in taken(client, decree, form).text
    export = Export.objects.get()
    heard: list[int] = []
    alive = web._alive
    monkeypatch.setattr(web, "_alive", lambda *args: (heard.append(args[2]), alive(*args)))
    web.write(export.pk, export.attempt)
    export.refresh_from_db()
    assert (export.state, export.done, heard) == ("done", 3, [1, 2, 3])
    assert client.get(f"/unduhan/{export.pk}/berkas/").content == bytes(export.content)


@pytest.mark.usefixtures("programme")
def test_an_annex_set_in_parts_is_one_paper(monkeypatch):
    monkeypatch.setattr(annex, "PART", 2)
    file = taken(signed_in("decider"), Decree.objects.get(number="SK-1"), "pdf")
    first, second = (page.extract_text() for page in PdfReader(BytesIO(file.content)).pages)
    assert "LAMPIRAN KEPUTUSAN BUPATI" in first
    assert "Lampiran Keputusan Bupati · SK-1" in second
    for number, page in ((1, first), (2, first), (3, second)):
        name = DecreeLine.objects.get(number=number).nomination.person.name
        assert f"{name}" in page
        assert cast.nik_of(1)[6:12] not in page
    assert "Lampiran ini 2 halaman." in second
    assert "Lampiran ini" not in first


@pytest.mark.usefixtures("programme")
def test_an_annex_that_names_nobody_of_ones_region_is_a_paper_without_lines():
    file = taken(signed_in("decider", cast.BELU), Decree.objects.get(number="SK-1"), "pdf")
    [page] = PdfReader(BytesIO(file.content)).pages
    assert "LAMPIRAN KEPUTUSAN" in page.extract_text()


@pytest.mark.usefixtures("programme")
def test_an_annex_is_only_is_only_written_as_what_it_is():
    taken(signed_in("decider"), Decree.objects.get(number="SK-1"), "csv")
    assert Export.objects.get().format == "pdf"
