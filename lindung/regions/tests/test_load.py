"""Loading the list: again, changed, with codes that end, and lists that are wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from lindung.audit.models import Act
from lindung.audit.services import Actor
from lindung.kernel.problem import Refused
from lindung.regions import catalogue, services
from lindung.regions.catalogue import CSV_LIST, LIST_NAME, Place
from lindung.regions.imports import read_csv
from lindung.regions.models import Region
from lindung.regions.queries import current

pytestmark = pytest.mark.django_db
OFFICER = Actor("maria.operator", "Maria Seuk")
DAY = date(2025, 7, 1)


def national() -> list[Place]:
    return [*catalogue.provinces(), *catalogue.districts(), *catalogue.of_province("53")]


def load(places: Sequence[Place]) -> services.Loaded:
    return services.load(places=places, list_name=LIST_NAME, actor=OFFICER, on=DAY)


def load_csv(path: Path, text: str) -> services.Loaded:
    path.write_text(text, encoding="utf-8")
    listed = read_csv(path)
    return services.load(
        places=listed.places, retirements=listed.retirements, list_name=CSV_LIST, actor=OFFICER, on=DAY
    )


def codes_of(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


@pytest.fixture
def csv_path(tmp_path: Path) -> Path:
    return tmp_path / "wilayah.csv"


def test_ntt_stands_in_the_table_as_kemendagri_counts_it() -> None:
    load(national())
    inside = Region.objects.filter(code__startswith="53.")
    counts = [inside.filter(kind=kind).count() for kind in ("district", "subdistrict", "village")]
    assert counts == [22, 315, 3442]
    assert not inside.filter(latitude=None).exists()


def test_the_table_says_what_the_list_says_in_the_order_of_codes() -> None:
    load(national())
    fields = ("code", "name", "latitude", "longitude", "population", "source")
    assert list(Region.objects.order_by("code").values_list(*fields)) == sorted(national())


def test_loading_again_changes_nothing_and_writes_no_act() -> None:
    load(national())
    acts = Act.objects.count()
    again = load(national())
    assert (again.added, again.changed, again.retired, again.unchanged) == (0, 0, 0, 4309)
    assert Act.objects.count() == acts


def test_a_place_with_a_new_name_is_changed_and_found_by_it() -> None:
    load(national())
    renamed = [place._replace(name="Wehali Baru") if place.name == "Wehali" else place for place in national()]
    assert load(renamed).changed == 1
    assert Region.objects.get(code="53.21.01.2006").name_key == "WEHALI BARU"


def test_a_code_that_moved_is_retired_with_its_successor() -> None:
    load(national())
    moved = [place._replace(code="53.21.01.2099") if place.name == "Wehali" else place for place in national()]
    loaded = load(moved)
    old = Region.objects.get(code="53.21.01.2006")
    assert (loaded.retired, loaded.problems) == (1, ())
    assert (old.retired_on, old.successor_id) == (DAY, "53.21.01.2099")
    assert current("53.21.01.2006") == "53.21.01.2099"


def test_a_code_that_vanished_is_retired_and_reported_for_a_look() -> None:
    load(national())
    loaded = load([place for place in national() if place.name != "Wehali"])
    assert [problem.code for problem in loaded.problems] == ["REGION-06"]
    assert Region.objects.get(code="53.21.01.2006").retired_on == DAY
    assert current("53.21.01.2006") is None


def test_a_code_listed_again_is_in_use_again() -> None:
    load([place for place in national() if place.name != "Wehali"])
    load(national())
    assert Region.objects.get(code="53.21.01.2006").retired_on is None


def test_the_short_list_of_provinces_and_districts_retires_no_village() -> None:
    load(national())
    assert load([*catalogue.provinces(), *catalogue.districts()]).retired == 0


def test_an_officers_list_adds_and_retires_and_the_national_list_does_not_take_it_back(csv_path: Path) -> None:
    load(national())
    loaded = load_csv(
        csv_path,
        "code;name;latitude;longitude;retired_on;successor\n"
        "53.21.01.2098;Wehali Atas;-9.58;124.91;;\n"
        "53.21.01.2006;Wehali;;;2025-06-30;53.21.01.2098\n",
    )
    assert (loaded.added, loaded.retired) == (1, 1)
    again = load(national())
    assert (again.changed, again.retired) == (0, 0)
    assert current("53.21.01.2006") == "53.21.01.2098"


def test_the_same_officers_list_again_changes_nothing(csv_path: Path) -> None:
    load(national())
    text = "code,name,retired_on,successor\n53.21.01.2006,,2025-06-30,53.21.01.2007\n"
    load_csv(csv_path, text)
    assert load_csv(csv_path, text)[:3] == (0, 0, 0)


def test_a_chain_of_successors_leads_to_the_code_of_today(csv_path: Path) -> None:
    load(national())
    load_csv(
        csv_path,
        "code,name,retired_on,successor\n"
        "53.21.01.2006,,2025-06-30,53.21.01.2007\n53.21.01.2007,,2025-07-31,53.21.01.2010\n",
    )
    assert current("53.21.01.2006") == "53.21.01.2010"


def test_every_fault_of_an_officers_list_is_named_at_once(csv_path: Path) -> None:
    csv_path.write_text(
        "code,name,latitude,population,retired_on\n5321,Malaka,,,\n53.21.01.2090,,,,\n"
        "53.21.01.2091,Baru,utara,-5,\n53.21.01.2091,Baru,,,\n53.21.01.2092,Lama,,,kemarin\n",
        encoding="utf-8",
    )
    with pytest.raises(Refused) as refusal:
        read_csv(csv_path)
    found = [(problem.code, problem.row) for problem in refusal.value.problems]
    assert found == [
        ("REGION-01", 2), ("REGION-02", 3), ("REGION-05", 4), ("REGION-05", 4), ("REGION-08", 5), ("REGION-05", 6),
    ]  # fmt: skip


@pytest.mark.parametrize("content", [b"nama,kode\nWehali,53\n", b"", b"code,name\n53,\xff\xfe\n"])
def test_a_file_that_is_no_list_is_refused(csv_path: Path, content: bytes) -> None:
    csv_path.write_bytes(content)
    with pytest.raises(Refused) as refusal:
        read_csv(csv_path)
    assert codes_of(refusal) == ["REGION-07"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("53.99.01.2001,Tanpa Induk,,", "REGION-03"),
        ("53.21.01.2999,,2025-07-01,", "REGION-09"),
        ("53.21.01.2006,,2025-07-01,53.21.01.2999", "REGION-04"),
        ("53.21.01.2006,,2025-07-01,53.21.01.2006", "REGION-04"),
        ("53.21.01.2006,,2025-07-01,53.21.02", "REGION-04"),
    ],
)
def test_a_list_that_points_nowhere_is_refused_whole(csv_path: Path, line: str, code: str) -> None:
    load(national())
    with pytest.raises(Refused) as refusal:
        load_csv(csv_path, f"code,name,retired_on,successor\n53.21.01.2097,Benar,,\n{line}\n")
    assert codes_of(refusal) == [code]
    assert not Region.objects.filter(code="53.21.01.2097").exists()


@pytest.mark.parametrize(
    "fault",
    [
        {"code": "53.22", "kind": "village"},
        {"code": "53.22", "parent_id": "11"},
        {"code": "53.22", "parent_id": None},
        {"code": "53.22", "successor_id": "53.21"},
        {"code": "5322"},
        {"code": "53.22", "name_key": ""},
    ],
)
def test_the_database_itself_refuses_a_wrong_region(fault: dict[str, str | None]) -> None:
    load(national())
    right = {"name": "Baru", "name_key": "BARU", "kind": "district", "parent_id": "53", "source": "uji"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Region.objects.create(**(right | fault))
