"""The papers of an event, and the commands around them."""

from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import zxingcpp
from click.testing import CliRunner

from lindung.distribution import papers
from lindung.distribution.commands import device, event, items
from lindung.distribution.models import Device, Event, Handover, Invitation, Item, ProxyRule
from lindung.distribution.queries.papers import PAPERS
from lindung.distribution.services import make_items
from lindung.distribution.tests.phone import Phone
from lindung.distribution.tests.png import grey
from tests import cast
from tests.officers import signed_in

pytestmark = pytest.mark.django_db
BETUN = date(2025, 8, 25)


@pytest.fixture
def cards(programme) -> list[int]:
    by = {"actor": cast.OPERATOR, "on": date(2025, 8, 1)}
    make_items(kind="card", programme=programme, made_at="BPJS", **by)
    make_items(kind="book", programme=programme, made_at="Bank NTT", **by)
    return list(Item.objects.filter(kind="card").order_by("pk").values_list("pk", flat=True))


@pytest.fixture
def hall(cards) -> Event:
    plan = (
        "plan", "--programme", "NTT-2025", "--name", "Penyerahan Betun", "--place", "Kantor Bupati Malaka",
        "--region", "53.21", "--date", "2025-08-25", "--official", "Bupati Malaka", "--on", "2025-08-10",
    )  # fmt: skip
    assert "Penyerahan Betun" in run(event, *plan).output
    found = Event.objects.get()
    assert (
        "3 orang diundang" in run(event, "invite", str(found.pk), "--place", "53.21", "--on", "2025-08-12").output
    )
    return found


def run(group, *words: str, actor: str = "maria", text: str | None = None):
    named = words if words[0] in ("list", "ageing") else (*words, "--actor", actor)
    return CliRunner().invoke(group, named, catch_exceptions=False, input=text)


def test_every_paper_is_made_and_the_officer_may_load_it(hall, tmp_path):
    made = run(event, "papers", str(hall.pk), "--out", str(tmp_path), "--on", "2025-08-26")
    assert made.exit_code == 0
    client = signed_in("operator")
    for name, (kind, _) in PAPERS.items():
        answer = client.get(f"/acara/{hall.pk}/{name}/")
        assert answer.headers["Content-Type"] == kind
        for content in (answer.content, (tmp_path / name).read_bytes()):
            assert content.startswith(b"%PDF" if name.endswith("pdf") else b"PK")
    assert client.get(f"/acara/{hall.pk}/rahasia.pdf/").status_code == 404


def test_each_line_of_the_list_has_a_code_that_scans(hall, tmp_path, monkeypatch):
    monkeypatch.setattr(papers.typst, "compile", _as_pictures(papers.typst.compile))
    run(event, "papers", str(hall.pk), "--out", str(tmp_path), "--on", "2025-08-26")
    seen = {code.text for code in zxingcpp.read_barcodes(grey((tmp_path / "daftar-hadir.pdf").read_bytes()))}
    assert seen == {
        papers.line_code(hall.pk, line) for line in Invitation.objects.values_list("enrolment_id", flat=True)
    }


def _as_pictures(compile_):
    def first_page(path: Path, **more):
        pages = compile_(path, format="png", ppi=150, **more)
        return pages[0] if isinstance(pages, list) else pages

    return first_page


def test_the_excel_list_has_no_formula_whatever_a_name_says():
    book = openpyxl.load_workbook(BytesIO(papers.workbook("=1+1", [(1, "LD-1-2", "=cmd()", "Barene")])))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value]
    assert all(cell.data_type != "f" for cell in cells)
    assert book.active["C4"].value == "=cmd()"


def test_a_signed_list_goes_from_the_scanner_to_the_handover(hall):
    lines = [papers.line_code(hall.pk, line) for line in Invitation.objects.values_list("enrolment_id", flat=True)]
    typed = "\n".join(f"{line},kb," for line in lines)
    assert "3 baris" in run(event, "type", str(hall.pk), "--turn", "1", "-", text=typed).output
    half = typed.replace(f"{lines[0]},kb,", f"{lines[0]},k,")
    run(event, "type", str(hall.pk), "--turn", "2", "-", actor="yosef", text=half)
    booked = run(event, "book", str(hall.pk), "--on", "2025-08-27")
    assert booked.exit_code == 1
    assert Handover.objects.count() == 4
    bad = run(event, "type", str(hall.pk), "--turn", "1", "-", text="LD-9-1,kb,")
    assert bad.exit_code == 2


def test_boxes_go_out_and_come_in_by_command(cards, tmp_path):
    listed = tmp_path / "kotak.csv"
    listed.write_text("kotak,barang\n" + "".join(f"Barene,{item}\n" for item in cards))
    to_office = ("send", "--number", "SJ-1", "--from", "BPJS", "--to", "Camat", str(listed), "--on", "2025-08-10")
    assert "1 kotak, 3 barang" in run(items, *to_office, "--count", "Barene=3").output
    opened = (
        "receive",
        "--number",
        "SJ-1",
        "--count",
        "Barene=2",
        "--missing",
        str(cards[0]),
        "--on",
        "2025-08-12",
    )
    received = run(items, *opened)
    assert (received.exit_code, "1 barang belum ditemukan" in received.output) == (1, True)
    assert "Barene" in run(items, "ageing", "--at", "2025-12-01").output
    assert "1 barang ditemukan" in run(items, "found", str(cards[0]), "--at", "BPJS").output


def test_a_rule_about_proxies_is_entered_once(db):
    rule = ("proxy-rule", "--kind", "book", "--from", "2025-08-01", "--source", "surat bank (rekaan)")
    assert run(items, *rule, "--allowed", "with-letter").exit_code == 0
    assert run(items, *rule, "--allowed", "with-letter").exit_code == 0
    assert (ProxyRule.objects.get().letter, ProxyRule.objects.get().verified) == (True, False)
    from lindung.kernel.problem import Refused

    with pytest.raises(Refused, match="HAND-24"):
        run(items, *rule, "--allowed", "no")


def test_a_lost_phone_is_revoked_by_command(db):
    phone = Phone("maria.lapangan").enrol()
    assert phone.code in run(device, "list").output
    run(device, "revoke", phone.code, "--reason", "hilang", "--on", "2025-08-27")
    assert Device.objects.get().reason == "hilang"
