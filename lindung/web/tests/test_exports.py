"""Lists as files: the same rows, masks and rights as on the page; long ones by a job that may die."""

from __future__ import annotations

import csv
import subprocess
import sys
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from django.db.models import QuerySet
from django.utils import timezone

from lindung.accounts.models import Role
from lindung.audit.models import Act
from lindung.people.models import Identifier
from lindung.ui.tables import Column, Table
from lindung.web import services
from lindung.web.models import Export
from lindung.web.tables import _acts
from tests import cast
from tests.officers import officer, signed_in

ROOT = Path(__file__).resolve().parents[3]


class Numbers(Table):
    """A list of these tests: NIKs of people, masked, and a column that looks like a formula."""

    name, needs, title = "test-numbers", "people.read", "NIK"
    columns = (Column("value", "NIK", "masked"), Column("source", "Sumber"), Column("person_id", "Nomor", "number"))
    orders = {"nik": ("value",)}

    def rows(self) -> QuerySet[Identifier]:
        return Identifier.objects.filter(kind="nik")


def asked(client, form: str = "csv", table: str = "test-numbers", query: str = ""):
    return client.post("/unduhan/buat/", {"table": table, "query": query, "format": form}, follow=True)


def lines(answer) -> list[list[str]]:
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.django_db
def test_a_file_has_the_rows_of_the_own_region_and_masks_what_the_page_masks():
    cast.people(3)
    cast.people(2, village="53.04.01.2001", start=20)
    head, *rows = lines(asked(signed_in("operator")))
    assert head == ["NIK", "Sumber", "Nomor"]
    assert [row[0] for row in rows] == ["532101**********"] * 3
    act = Act.objects.get(verb="web.export")
    assert (act.actor_id, act.details["rows"], act.details["table"]) == (cast.OPERATOR.id, 3, "test-numbers")


@pytest.mark.django_db
def test_a_cell_that_begins_like_a_formula_never_computes():
    cast.people(1)
    Identifier.objects.filter(kind="nik").update(source='=HYPERLINK("http://x")')
    assert lines(asked(signed_in("operator")))[1][1].startswith("'=")
    sheet = openpyxl.load_workbook(BytesIO(asked(signed_in("operator"), "xlsx").content)).active
    assert (sheet["B2"].value, sheet["B2"].data_type) == ('=HYPERLINK("http://x")', "s")
    assert sheet["C2"].data_type == "n"


@pytest.mark.django_db
def test_the_filters_of_the_page_are_the_filters_of_the_file():
    officer("operator")
    answer = asked(signed_in("manager"), table="officers", query="q=maria&role=operator")
    assert [row[0] for row in lines(answer)[1:]] == ["Maria Seuk"]


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["operator", "leader"])
def test_a_list_that_is_not_for_the_role_is_not_written(role):
    assert asked(signed_in(role), table="officers").status_code == 403
    assert not Export.objects.exists()


@pytest.mark.django_db
def test_an_unknown_list_is_told_and_nothing_is_asked():
    assert "EXPORT-01" in asked(signed_in("operator"), table="../etc").text
    assert not Export.objects.exists()


@pytest.mark.django_db
def test_nobody_fetches_what_another_asked_for():
    cast.people(1)
    asked(signed_in("operator"))
    export = Export.objects.get()
    assert signed_in("manager").get(f"/unduhan/{export.pk}/berkas/").status_code == 404


@pytest.mark.django_db
def test_a_role_that_ended_opens_no_file_any_more(client):
    cast.people(1)
    user = officer("operator")
    client.force_login(user)
    asked(client)
    Role.objects.filter(user=user).update(name="leader")
    assert client.get(f"/unduhan/{Export.objects.get().pk}/berkas/").status_code == 403


@pytest.mark.django_db
def test_the_record_of_acts_speaks_the_language_of_the_page():
    cast.people(1)
    auditor = signed_in("auditor")
    assert "mendaftarkan orang" in auditor.get("/catatan/?q=people.register").text
    auditor.post("/pilihan/", {"bahasa": "en"})
    assert "registered a person" in auditor.get("/catatan/?q=people.register").text


def test_every_act_that_has_words_is_an_act_of_the_house():
    code = "".join(path.read_text() for path in (ROOT / "lindung").rglob("*.py") if "tests" not in path.parts)
    # A file that was refused is recorded under the act it asked for.
    assert [act for act in _acts() if f'"{act.removesuffix(".refused")}"' not in code] == []


@pytest.mark.django_db
def test_a_week_later_the_file_is_emptied():
    cast.people(1)
    client = signed_in("operator")
    asked(client)
    Export.objects.update(asked_at=timezone.now() - services.KEPT - timedelta(hours=1))
    assert services.forget_old() == 1
    assert "sudah dihapus" in client.get("/unduhan/").text


def long_one(monkeypatch, client) -> Export:
    """An export that counts as long, so that a job has to write it."""
    monkeypatch.setattr(services, "AT_ONCE", 0)
    page = asked(client, table="officers")
    assert "menunggu" in page.text
    return Export.objects.get()


def work() -> None:
    done = subprocess.run([sys.executable, "-m", "lindung.config.cli", "work", "--once"], cwd=ROOT, check=False)
    assert done.returncode == 0


@pytest.mark.usefixtures("committed_db")
def test_a_long_list_is_written_by_the_worker(monkeypatch):
    client = signed_in("auditor")
    export = long_one(monkeypatch, client)
    work()
    assert "siap" in client.get(f"/unduhan/{export.pk}/").text
    assert len(lines(client.get(f"/unduhan/{export.pk}/berkas/"))) == 2
    # The same job once more changes nothing.
    before = Export.objects.get()
    services.write(export.pk, export.attempt)
    assert Export.objects.get().moved_at == before.moved_at


@pytest.mark.usefixtures("committed_db")
def test_a_run_that_died_shows_and_runs_again(monkeypatch):
    client = signed_in("auditor")
    export = long_one(monkeypatch, client)
    running = {"state": Export.State.RUNNING, "moved_at": timezone.now() - services.SILENT - timedelta(seconds=1)}
    Export.objects.update(**running)
    page = client.get(f"/unduhan/{export.pk}/").text
    assert "terhenti" in page
    assert "Jalankan lagi" in page
    client.post(f"/unduhan/{export.pk}/lagi/")
    client.post(f"/unduhan/{export.pk}/lagi/")
    assert Export.objects.get().attempt == 2, "a double click begins one run, not two"
    work()
    assert Export.objects.get().state == Export.State.DONE


@pytest.mark.django_db
def test_an_older_run_finishes_nothing():
    export = Export.objects.create(asked_by=officer("auditor"), table="officers", format="csv", attempt=2)
    services.write(export.pk, 1)
    assert Export.objects.get().state == Export.State.WAITING
    services.fail(export.pk, 1, "EXPORT")
    assert Export.objects.get().state == Export.State.WAITING


@pytest.mark.django_db
def test_a_run_that_breaks_is_tried_again_and_then_told(monkeypatch):
    from types import SimpleNamespace

    from lindung.web.tasks import TRIES, write_export

    export = Export.objects.create(asked_by=officer("auditor"), table="officers", format="csv")
    monkeypatch.setattr(services, "written", lambda *_: 1 / 0)
    for tries in range(TRIES + 1):
        assert Export.objects.get().state != Export.State.FAILED
        with pytest.raises(ZeroDivisionError):
            write_export.func(SimpleNamespace(job=SimpleNamespace(attempts=tries)), export.pk, 1)
    assert Export.objects.get().state == Export.State.FAILED
