"""The scan of a delivery's covering letter: kept as it came, given only to be saved, by permission."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from lindung.audit.models import Act
from lindung.intake.models import Delivery, Letter
from lindung.nominations.tests.lists import MARIA
from lindung.nominations.tests.test_intake_pages import sent, upload, workbook
from tests import cast
from tests.officers import signed_in
from tests.pages import few_queries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def programme():
    return cast.province_programme(seats=20)


def test_a_letter_comes_with_its_scan_which_is_given_to_be_saved_and_logged(tmp_path):
    client = signed_in("operator")
    paper = SimpleUploadedFile('surat"\n.pdf', b"%PDF-1.7 <script>", content_type="text/html")
    delivery = upload(client, workbook(tmp_path, MARIA), paper=paper)
    address = f"/berkas/unggahan/{delivery.pk}/surat/"
    file = delivery.arrivals.get().file
    assert address in client.get(f"/berkas/unggahan/{delivery.pk}/").text
    with few_queries():
        assert address in client.get(f"/berkas/{file.pk}/").text
    answer = signed_in("auditor").get(address)
    assert (answer.content, answer.headers["Content-Type"]) == (b"%PDF-1.7 <script>", "application/pdf")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="surat-{delivery.pk}.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert Act.objects.filter(verb="intake.hand_out", subject=f"delivery:{delivery.pk}").count() == 1
    assert signed_in("operator", cast.BELU).get(address).status_code == 404
    assert signed_in("leader").get(address).status_code == 403


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<html><script>alert(1)</script>", "bukan PDF, JPEG atau PNG"),
        (b"%PDF-" + b" " * 10 * 2**20, "paling besar"),
    ],
    ids=["no paper", "too large"],
)
def test_what_is_no_letter_is_refused_before_anything_is_kept(tmp_path, content, told):
    paper = SimpleUploadedFile("surat.pdf", content, content_type="application/pdf")
    page = signed_in("operator").post("/berkas/unggah/", sent(workbook(tmp_path, MARIA)) | {"paper": paper})
    assert told in page.text
    assert not Delivery.objects.exists()


def test_a_scan_of_a_letter_stays_as_it_came(tmp_path):
    paper = SimpleUploadedFile("surat.pdf", b"%PDF-1.7", content_type="application/pdf")
    delivery = upload(signed_in("operator"), workbook(tmp_path, MARIA), paper=paper)
    with pytest.raises(DatabaseError), transaction.atomic():
        Letter.objects.filter(pk=delivery.pk).update(content=b"lain")
