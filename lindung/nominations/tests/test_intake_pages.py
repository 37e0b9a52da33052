"""Pages of intake with real workbooks: handed in once, told row by row, corrected by adding, seen in a region."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from lindung.accounts.models import Role
from lindung.audit.models import Act
from lindung.intake import tables
from lindung.intake.models import Arrival, Delivery, File, Row
from lindung.intake.services import take_in_arrival
from lindung.intake.tests import makers
from lindung.nominations.models import Nomination
from lindung.nominations.tests.lists import MARIA, YOHANES, titled
from tests import cast
from tests.officers import officer, signed_in
from tests.pages import few_queries

pytestmark = pytest.mark.django_db
SHORT = YOHANES | {"nik": "53210101079000"}
LOST = MARIA | {"nik": "5321014107900003", "name": "Agustina Luruk", "village": "Kota Antah"}


@pytest.fixture(autouse=True)
def programme():
    return cast.province_programme(seats=20)


def workbook(folder: Path, *people: dict[str, object], name: str = "wehali.xlsx") -> SimpleUploadedFile:
    path = makers.xlsx(folder / name, titled(*people))
    return SimpleUploadedFile(name, path.read_bytes())


def sent(*files: SimpleUploadedFile, **changes: object) -> dict[str, object]:
    form = {"token": uuid4(), "workbooks": list(files), "purpose": "nominations|NTT-2025", "region": cast.MALAKA,
            "letter": "460/118"}  # fmt: skip
    return form | changes


def upload(client: Client, *files: SimpleUploadedFile, **changes: object) -> Delivery:
    answer = client.post("/berkas/unggah/", sent(*files, **changes))
    assert answer.status_code == 302, answer.text
    for arrival in Arrival.objects.exclude(state__in=["done", "known", "refused"]).order_by("pk"):
        take_in_arrival(arrival=arrival.pk)
    return Delivery.objects.get(pk=answer.headers["Location"].rstrip("/").rpartition("/")[2])


def the_file(client: Client, folder: Path, *people: dict[str, object], **changes: object) -> File:
    arrival = upload(client, workbook(folder, *people), **changes).arrivals.get()
    assert arrival.file, arrival.problems
    return arrival.file


def test_a_messy_list_is_told_in_counts_kinds_and_rows(tmp_path):
    client = signed_in("operator")
    file = the_file(client, tmp_path, MARIA, SHORT, LOST)
    assert (file.rows, file.accepted, file.rejected, file.needs_look) == (3, 1, 1, 1)
    assert (file.region_id, file.letter, file.uploaded_by) == (cast.MALAKA, "460/118", "maria.operator")
    with few_queries():
        page = client.get(f"/berkas/{file.pk}/").text
    assert "1 diterima + 1 ditolak + 1 perlu dilihat = 3 baris." in page
    assert "NIK terdiri dari 14 angka, seharusnya 16." in page
    assert f'href="/berkas/baris/{file.pk}-2/"' in page
    assert "53210101079000" not in page
    only = client.get(f"/berkas/{file.pk}/?kind=ROW-08").text
    assert f'href="/berkas/baris/{file.pk}-3/"' in only.partition('id="daftar"')[2]
    assert f'href="/berkas/baris/{file.pk}-2/"' not in only.partition('id="daftar"')[2]
    assert Nomination.objects.filter(file=file.pk).count() == 1


def test_the_list_says_who_when_and_with_which_letter(tmp_path):
    client = signed_in("operator")
    file = the_file(client, tmp_path, MARIA, SHORT)
    with few_queries():
        page = client.get("/berkas/").text
    for words in ("wehali.xlsx", "Maria Seuk", "460/118", "NTT-2025", "Malaka", f"/berkas/{file.pk}/"):
        assert words in page
    assert "1 baris" in client.get("/berkas/?state=open&q=460").text
    assert "Belum ada berkas dengan saringan ini" in client.get("/berkas/?q=lain").text
    with few_queries():
        assert "2 baris" in client.get(f"/berkas/{file.pk}/baris/").text


def test_two_clicks_make_one_delivery_and_one_intake(tmp_path):
    client = signed_in("operator")
    form = sent(workbook(tmp_path, MARIA))
    first = client.post("/berkas/unggah/", form)
    form["workbooks"][0].seek(0)
    second = client.post("/berkas/unggah/", form)
    assert first.headers["Location"] == second.headers["Location"]
    assert (Delivery.objects.count(), Arrival.objects.count(), ProcrastinateJob.objects.count()) == (1, 1, 1)
    for _ in range(2):
        take_in_arrival(arrival=Arrival.objects.get().pk)
    assert (File.objects.count(), Nomination.objects.count()) == (1, 1)


def test_the_same_file_again_says_so_and_changes_nothing(tmp_path):
    client = signed_in("operator")
    first = the_file(client, tmp_path, MARIA)
    again = upload(client, SimpleUploadedFile("nama lain.xlsx", bytes(first.content.content)))
    arrival = again.arrivals.get()
    assert (arrival.state, arrival.file_id, File.objects.count()) == ("known", first.pk, 1)
    assert "Isi yang sama sudah diterima" in client.get(f"/berkas/unggahan/{again.pk}/").text


def test_many_files_are_told_one_by_one_with_their_sum_and_an_unreadable_one_is_kept(tmp_path):
    client = signed_in("operator")
    broken = SimpleUploadedFile("rusak.xlsx", b"PK\x03\x04 bukan buku kerja")
    delivery = upload(
        client, workbook(tmp_path, MARIA), workbook(tmp_path, SHORT, LOST, name="b.xlsx"), broken,
        SimpleUploadedFile("kosong.xlsx", b""),
    )  # fmt: skip
    with few_queries():
        page = client.get(f"/berkas/unggahan/{delivery.pk}/").text
    assert [one.state for one in delivery.arrivals.order_by("number")] == ["done", "done", "refused", "refused"]
    assert "Berkas rusak atau terpotong" in page
    assert "Berkas kosong (0 byte)" in page
    foot = page.partition("<tfoot>")[2].partition("</tfoot>")[0]
    assert re.findall(r">(\w+)</td>", foot) == ["Jumlah", "3", "1", "1", "1"]
    kept = delivery.arrivals.get(number=3)
    answer = client.get(f"/berkas/unggahan/isi/{kept.pk}/")
    assert b"".join(answer.streaming_content) == b"PK\x03\x04 bukan buku kerja"
    assert "rusak.xlsx" in client.get("/berkas/unggahan/?state=refused").text


def test_files_are_handed_out_to_be_kept_never_to_be_run_and_it_is_logged(tmp_path):
    client = signed_in("operator")
    file = the_file(client, tmp_path, MARIA, SHORT)
    answer = client.get(f"/berkas/{file.pk}/asli/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="wehali.xlsx"'
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox"
    assert b"".join(answer.streaming_content) == bytes(file.content.content)
    acts = Act.objects.filter(verb="intake.hand_out", subject=f"file:{file.pk}")
    assert acts.get().actor_id == "maria.operator"


def test_the_coloured_workbook_goes_out_and_its_correction_comes_in(tmp_path):
    client = signed_in("operator")
    file = the_file(client, tmp_path, MARIA, SHORT, LOST)
    answer = client.get(f"/berkas/{file.pk}/diperiksa/")
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    page = book.worksheets[0]
    assert page["A3"].fill.fgColor.rgb == "FFF3CFCB"
    assert "NIK-03" in page["A3"].comment.text
    page["A3"] = YOHANES["nik"]
    book.save(tmp_path / "diperbaiki.xlsx")
    fixed = SimpleUploadedFile("diperbaiki.xlsx", (tmp_path / "diperbaiki.xlsx").read_bytes())
    upload(client, fixed)
    assert Row.objects.get(corrects_file=file, corrects_number=2).fate == "accepted"
    told = client.get(f"/berkas/{file.pk}/").text
    assert "1 baris diperbaiki" in told
    assert "Perbaiki 1 baris" in told
    asked = client.get(f"/berkas/unggah/?berkas={file.pk}").text
    assert '<option value="53.21" selected>' in asked
    assert 'value="460/118"' in asked


def cells_of(client: Client, row: str, **changed: str) -> dict[str, str]:
    """What the form of a row would send, with some fields (by title) typed anew."""
    form = client.get(f"/berkas/baris/{row}/").context["form"]
    by_title = {title: name for name, title in form.titles.items()}
    filled = {name: form[name].initial or "" for name in form.titles}
    return filled | {by_title[title]: value for title, value in changed.items()}


def test_a_cell_is_corrected_on_the_page_as_a_new_row(tmp_path):
    client = signed_in("operator")
    file = the_file(client, tmp_path, MARIA, SHORT, LOST)
    with few_queries():
        page = client.get(f"/berkas/baris/{file.pk}-2/").text
    assert "Tertulis: “53210101079000”." in page
    assert Act.objects.filter(verb="intake.look_at", subject=f"file:{file.pk} row:2").exists()
    filled = cells_of(client, f"{file.pk}-2", NIK=YOHANES["nik"])
    answer = client.post(f"/berkas/baris/{file.pk}-2/", filled)
    assert answer.headers["Location"] == f"/berkas/baris/{file.pk}-3/"
    mended = Row.objects.get(corrects_file=file, corrects_number=2)
    assert (mended.fate, mended.file.mends_id, mended.file.letter) == ("accepted", file.pk, "460/118")
    old = Row.objects.get(file=file, number=2)
    assert (old.fate, old.cells[0]) == ("rejected", "53210101079000")
    assert Nomination.objects.filter(withdrawn_on=None).count() == 2
    assert "Baris ini sudah diperbaiki" in client.get(f"/berkas/baris/{file.pk}-2/").text
    again = client.post(f"/berkas/baris/{file.pk}-2/", filled)
    assert (again.status_code, Row.objects.filter(corrects_file=file).count()) == (200, 1)


def test_what_is_still_wrong_is_said_at_its_cell_and_nothing_is_kept(tmp_path):
    client = signed_in("operator")
    file = the_file(client, tmp_path, SHORT)
    answer = client.post(f"/berkas/baris/{file.pk}-1/", cells_of(client, f"{file.pk}-1", NIK="123"))
    assert "NIK terdiri dari 3 angka, seharusnya 16." in answer.text
    empty = client.post(f"/berkas/baris/{file.pk}-1/", cells_of(client, f"{file.pk}-1"))
    assert "Isi yang benar, atau perbaiki lewat buku kerja." in empty.text
    assert File.objects.count() == 1


def test_a_parked_row_is_corrected_too_and_one_left_as_it_was_says_so(tmp_path):
    client = signed_in("operator")
    file = the_file(client, tmp_path, LOST)
    same = client.post(f"/berkas/baris/{file.pk}-1/", cells_of(client, f"{file.pk}-1"))
    assert "Belum ada sel yang diubah." in same.text
    parked = client.post(
        f"/berkas/baris/{file.pk}-1/", cells_of(client, f"{file.pk}-1", **{"DESA/KELURAHAN": "Kota Entah"})
    )
    mended = Row.objects.get(corrects_file=file)
    assert (mended.fate, parked.headers["Location"]) == ("look", f"/berkas/baris/{mended.address}/")
    assert "perbaikan-" in client.get("/berkas/").text
    client.post(
        f"/berkas/baris/{mended.address}/", cells_of(client, mended.address, **{"DESA/KELURAHAN": "Wehali"})
    )
    assert Row.objects.get(corrects_file=mended.file_id).fate == "accepted"
    assert Nomination.objects.count() == 1


def test_a_nik_kept_as_a_number_is_typed_anew_even_where_it_was_right(tmp_path):
    client = signed_in("operator")
    number = MARIA | {"nik": 5321014107900010}
    file = the_file(client, tmp_path, number)
    assert cells_of(client, f"{file.pk}-1")["sel0"] == ""
    client.post(f"/berkas/baris/{file.pk}-1/", cells_of(client, f"{file.pk}-1", NIK="5321014107900010"))
    assert Row.objects.get(corrects_file=file).fate == "accepted"


def test_what_somebody_typed_is_shown_as_text(tmp_path):
    client = signed_in("operator")
    file = the_file(client, tmp_path, SHORT | {"nik": "<script>alert(1)</script>"})
    for address in (f"/berkas/{file.pk}/", f"/berkas/baris/{file.pk}-1/"):
        assert "<script>alert" not in client.get(address).text
    assert "Tertulis: “&lt;script&gt;alert(1)&lt;/script&gt;”" in client.get(f"/berkas/baris/{file.pk}-1/").text


def test_people_of_elsewhere_are_parked_and_elsewheres_rows_cannot_be_corrected(tmp_path):
    operator, neighbour = signed_in("operator"), signed_in("operator", cast.BELU)
    stranger = MARIA | {"village": "Tohe", "subdistrict": "Raihat", "district": "Belu"}
    file = the_file(operator, tmp_path, stranger, SHORT)
    assert (file.needs_look, file.rejected) == (1, 1)
    answer = operator.get(f"/berkas/{file.pk}/diperiksa/")
    content = b"".join(answer.streaming_content)
    attack = upload(neighbour, SimpleUploadedFile("a.xlsx", content), region=cast.BELU)
    assert not Row.objects.filter(corrects_file=file).exists()
    told = neighbour.get(f"/berkas/{attack.arrivals.get().file_id}/").text
    assert "tidak dikenal untuk tujuan ini" in told


@pytest.mark.parametrize("role", ["verifier", "decider", "auditor"])
def test_who_only_reads_sees_numbers_masked_and_changes_nothing(tmp_path, role):
    file = the_file(signed_in("operator"), tmp_path, MARIA, SHORT)
    client = signed_in(role)
    page = client.get(f"/berkas/baris/{file.pk}-2/").text
    assert "532101********" in page
    assert "53210101079000" not in page
    assert client.post(f"/berkas/baris/{file.pk}-2/", {}).status_code == 403
    assert client.get("/berkas/unggah/").status_code == 403
    assert not Act.objects.filter(verb="intake.look_at").exists()


@pytest.mark.parametrize("role", ["finance", "bpjs", "bank", "field", "leader"])
def test_who_has_nothing_to_do_with_lists_sees_none(tmp_path, role):
    file = the_file(signed_in("operator"), tmp_path, SHORT)
    client = signed_in(role)
    for address in ("/berkas/", f"/berkas/{file.pk}/", f"/berkas/{file.pk}/asli/", f"/berkas/baris/{file.pk}-1/"):
        assert client.get(address).status_code == 403


def test_another_district_finds_nothing_anywhere(tmp_path):
    operator = signed_in("operator")
    file = the_file(operator, tmp_path, MARIA, SHORT)
    delivery = Delivery.objects.get()
    neighbour = signed_in("operator", cast.BELU)
    for address in (
        f"/berkas/{file.pk}/", f"/berkas/{file.pk}/baris/", f"/berkas/{file.pk}/asli/",
        f"/berkas/{file.pk}/diperiksa/", f"/berkas/baris/{file.pk}-2/", f"/berkas/unggahan/{delivery.pk}/",
        f"/berkas/unggahan/isi/{delivery.arrivals.get().pk}/",
    ):  # fmt: skip
        assert neighbour.get(address).status_code == 404, address
    assert neighbour.post(f"/berkas/baris/{file.pk}-2/", {}).status_code == 404
    assert neighbour.post(f"/berkas/unggahan/{delivery.pk}/lagi/").status_code == 404
    for address in ("/berkas/", "/berkas/unggahan/"):
        page = neighbour.get(address).text
        assert "wehali.xlsx" not in page
    assert "NTT-2025" not in neighbour.get("/berkas/").text
    assert 'value="460/118"' not in neighbour.get(f"/berkas/unggah/?berkas={file.pk}").text


def test_nobody_hands_in_for_a_region_or_a_programme_that_is_not_his(tmp_path):
    cast.district_programme(seats=3, district=cast.BELU, code="BELU-2025")
    client = signed_in("operator")
    for wrong in ({"region": cast.BELU}, {"region": "53"}, {"purpose": "nominations|BELU-2025"},
                  {"purpose": "brought-forward|NTT-2025"}):  # fmt: skip
        answer = client.post("/berkas/unggah/", sent(workbook(tmp_path, MARIA), **wrong))
        assert answer.status_code == 200
        assert "Ada yang perlu diperbaiki" in answer.text
    manager = signed_in("manager")
    form = sent(workbook(tmp_path, MARIA), region=cast.MALAKA, purpose="nominations|BELU-2025")
    answer = manager.post("/berkas/unggah/", form)
    assert "Program BELU-2025 tidak berlaku di wilayah 53.21." in answer.text
    assert Delivery.objects.count() == 0


def test_a_village_hands_in_for_itself(tmp_path):
    client = signed_in("village", "53.21.02")
    neighbour = MARIA | {
        "nik": "5321014107900009",
        "name": "Yuliana Abuk",
        "village": "Weoe",
        "subdistrict": "Wewiku",
    }
    file = the_file(client, tmp_path, MARIA, neighbour, region="53.21.02")
    places = dict(Row.objects.filter(file=file).values_list("number", "fate"))
    inside = Nomination.objects.filter(file=file.pk).values_list("village_id", flat=True)
    assert all(code.startswith("53.21.02.") for code in inside)
    assert sorted(places.values()) in (["accepted", "look"], ["look", "look"])
    assert signed_in("operator").get(f"/berkas/{file.pk}/").status_code == 200
    assert signed_in("village", "53.21.01").get(f"/berkas/{file.pk}/").status_code == 404


def test_a_job_that_died_shows_and_is_run_again(tmp_path):
    client = signed_in("operator")
    client.post("/berkas/unggah/", sent(workbook(tmp_path, MARIA)))
    delivery, arrival = Delivery.objects.get(), Arrival.objects.get()
    address = f"/berkas/unggahan/{delivery.pk}/"
    assert "belum ada yang mengerjakannya" in client.get(address).text
    client.post(f"{address}lagi/")
    assert ProcrastinateJob.objects.count() == 1, "what still waits is not asked for twice"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [arrival.job])
    assert "Pekerjaan terhenti sebelum selesai" in client.get(address).text
    client.post(f"{address}lagi/")
    arrival.refresh_from_db()
    assert ProcrastinateJob.objects.get(pk=arrival.job).status == "todo"
    take_in_arrival(arrival=arrival.pk)
    assert Act.objects.filter(verb="intake.try_again").count() == 1
    assert "wehali.xlsx" in client.get("/berkas/").text


def test_a_worker_that_fell_silent_is_no_worker(tmp_path):
    client = signed_in("operator")
    client.post("/berkas/unggah/", sent(workbook(tmp_path, MARIA)))
    job, silent = Arrival.objects.get().job, timezone.now() - timedelta(minutes=5)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id", [silent])
        worker = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker, job]
        )
    assert "Pekerjaan terhenti" in client.get(f"/berkas/unggahan/{Delivery.objects.get().pk}/").text


def test_while_it_moves_htmx_gets_the_moving_part_alone(tmp_path):
    client = signed_in("operator")
    client.post("/berkas/unggah/", sent(workbook(tmp_path, MARIA)))
    address = f"/berkas/unggahan/{Delivery.objects.get().pk}/"
    part = client.get(address, headers={"hx-request": "true", "hx-target": "kemajuan"}).text
    assert "<html" not in part
    assert 'hx-trigger="load delay:2s"' in part
    take_in_arrival(arrival=Arrival.objects.get().pk)
    assert "hx-trigger" not in client.get(address, headers={"hx-request": "true", "hx-target": "kemajuan"}).text


def test_an_export_of_problems_masks_as_the_page_does(tmp_path):
    file = the_file(signed_in("operator"), tmp_path, MARIA, SHORT)
    lines = list(tables.Problems(officer("operator"), QueryDict(f"berkas={file.pk}")).plain_lines())
    assert "53210101079000" not in str(lines)
    assert not list(tables.Problems(officer("operator", cast.BELU), QueryDict(f"berkas={file.pk}")).plain_lines())
    assert not list(tables.Problems(officer("operator"), QueryDict("")).plain_lines())


def test_a_role_that_ended_opens_no_file(tmp_path):
    client = signed_in("operator")
    file = the_file(client, tmp_path, MARIA)
    Role.objects.filter(user=officer("operator")).update(until=cast.LAUNCH)
    assert client.get(f"/berkas/{file.pk}/asli/").status_code == 403


def test_the_template_has_the_titles_intake_knows(tmp_path):
    answer = signed_in("operator").get("/berkas/templat/")
    page = openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0]
    titles = [cell.value for cell in page[1]]
    assert {"NIK", "NAMA LENGKAP", "DESA/KELURAHAN"} <= set(titles)
