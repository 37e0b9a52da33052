"""A programme's file: every fault at once with its line, all of it or nothing, and twice is once."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lindung.audit.models import Act
from lindung.kernel.problem import Refused
from lindung.people.models import Occupation
from lindung.programmes.commands import example
from lindung.programmes.imports import Loaded, load
from lindung.programmes.models import Agreement, Allocation, Decree, Funder, Programme, Rate
from tests import cast

pytestmark = pytest.mark.django_db
EXAMPLE = CliRunner().invoke(example, []).output
ONE_SHARE = "      - {region: 53.21, seats: 4475} "


def loaded(folder: Path, text: str) -> Loaded:
    path = folder / "program.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path=path, actor=cast.DECIDER, on=cast.LAUNCH)


def faults(folder: Path, text: str) -> list[tuple[str, int | None, str | None]]:
    with pytest.raises(Refused) as refusal:
        loaded(folder, text)
    assert {problem.file for problem in refusal.value.problems} == {"program.yaml"}
    return [(problem.code, problem.row, problem.column) for problem in refusal.value.problems]


def test_the_example_is_a_programme(tmp_path):
    done = loaded(tmp_path, EXAMPLE)
    assert done.made == ("pembayar APBD-53", "program NTT-2025", "PKS PKS/12/2025", "SK SK/188/2025")
    assert set(Allocation.objects.values_list("region_id", "seats", "rupiah", "basis")) == {
        ("53.21", 4475, 4475 * 6 * 16_800, "published"),
        ("53.13", 4480, 4480 * 6 * 16_800, "assumed"),
    }
    assert Programme.objects.get().target_groups == ["petani", "nelayan", "penenun"]


def test_a_first_programme_brings_the_list_of_occupations(tmp_path):
    Occupation.objects.filter(code="petani").update(name="")
    loaded(tmp_path, EXAMPLE)
    assert Occupation.objects.get(code="petani").name == "Petani"


def test_the_same_file_again_changes_nothing(tmp_path):
    loaded(tmp_path, EXAMPLE)
    acts = Act.objects.count()
    assert loaded(tmp_path, EXAMPLE).made == ()
    assert (Act.objects.count(), Allocation.objects.count(), Rate.objects.count()) == (acts, 2, 6)


def test_a_decree_added_to_the_file_is_added(tmp_path):
    loaded(tmp_path, EXAMPLE)
    more = """
  - number: SK/200/2025
    signed_on: 2025-06-24
    signed_by: Gubernur NTT
    shares: [{region: 53.21.01, seats: 100, rupiah: "Rp10.080.000", taken_from: 53.21}]
"""
    assert loaded(tmp_path, EXAMPLE + more).made == ("SK SK/200/2025",)
    assert Allocation.objects.get(region="53.21.01").rupiah == 10_080_000


def test_every_contradiction_to_what_is_there_is_told(tmp_path):
    loaded(tmp_path, EXAMPLE)
    other = (
        EXAMPLE.replace("APBD Provinsi NTT", "APBD Lain")
        .replace("months: 6", "months: 5")
        .replace("signed_on: 2025-06-20", "signed_on: 2025-06-19")
        .replace("seats: 4475", "seats: 4476")
    )
    found = faults(tmp_path, other)
    assert {code for code, *_ in found} == {"PROG-04"}
    assert [column for *_, column in found] == [
        "funder.name", "programme.months", "agreement.signed_on", "decrees[1].shares",
    ]  # fmt: skip
    assert all(row for _, row, _ in found)


def test_every_fault_of_a_file_is_told_at_once_with_its_line(tmp_path):
    text = """\
funder: {code: APBD-53, name: APBD, kind: provinsi, region: 99}
programme:
  code: NTT-2025
  cover_from: Juli 2025
  months: 13
  territory: 53
  segment: wage_earner
  age_from: 65
  color: biru
agreement: {number: PKS/1, signed_on: 2025-07-21, cover_from: 2025-07-01, cover_to: 2025-06-01}
decrees:
  - number: SK/1
    signed_on: 31-12-2025
    signed_by: Gubernur
    shares:
      - {region: 35.78, seats: 4.475}
      - 53.21
  - {number: SK/1, signed_on: 2025-06-23, signed_by: Gubernur, shares: []}
"""
    assert sorted(faults(tmp_path, text), key=lambda fault: (fault[1], fault[0], fault[2])) == [
        ("PROG-09", 1, "funder.kind"),
        ("PROG-11", 1, "funder.region"),
        ("PROG-08", 2, "programme"),
        ("PROG-09", 4, "programme.cover_from"),
        ("PROG-09", 5, "programme.months"),
        ("PROG-05", 7, "programme.segment"),
        ("PROG-09", 8, "programme.age_from"),
        ("PROG-10", 9, "programme.color"),
        ("PROG-03", 10, "agreement.cover_from"),
        ("PROG-09", 10, "agreement.cover_to"),
        ("PROG-09", 13, "decrees[1].signed_on"),
        ("PROG-01", 16, "decrees[1].shares[1].region"),
        ("PROG-09", 16, "decrees[1].shares[1].seats"),
        ("PROG-09", 17, "decrees[1].shares[2]"),
        ("PROG-04", 18, "decrees[2].number"),
    ]
    assert not Funder.objects.exists()


def test_what_a_decree_cannot_give_leaves_nothing_of_the_file(tmp_path):
    text = EXAMPLE.replace(ONE_SHARE, "      - {region: 53.21.01, seats: 5, taken_from: 53.21} ")
    assert faults(tmp_path, text) == [("PROG-02", 35, "decrees[1]")]
    assert [model.objects.count() for model in (Funder, Programme, Agreement, Decree)] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    "content",
    [b"", b"- a\n- b\n", b"\xff\xfe\x00kata", b"a: [1", b"PK\x03\x04\x00\x00", b"[" * 100_000, b"#" * 3_000_000,
     b"a: &a [*a]", b"? [1]\n: 2\n"],
    ids=["empty", "a list", "other letters", "torn", "a workbook", "deep", "huge", "circle", "strange key"],
)  # fmt: skip
def test_what_is_no_such_file_is_refused(tmp_path, content):
    path = tmp_path / "program.yaml"
    path.write_bytes(content)
    with pytest.raises(Refused):
        load(path=path, actor=cast.DECIDER, on=cast.LAUNCH)


def test_a_typed_tariff_is_kept_and_compared(tmp_path):
    tariff = "  segment: wage_earner\n  tariff: {rupiah: 21600, base: 4000000, source: Surat 5/2025}"
    text = EXAMPLE.replace("  segment: bpu ", tariff + " ")
    loaded(tmp_path, text)
    assert set(Rate.objects.values_list("rupiah", "assumed")) == {(21_600, True)}
    assert loaded(tmp_path, text).made == ()
    assert faults(tmp_path, text.replace("21600, base", "21700, base"))[0][0] == "PROG-04"


SECTIONS = yaml.safe_load(EXAMPLE)
ODD = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.lists(st.integers()))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(section=st.sampled_from(sorted(SECTIONS)), value=ODD, data=st.data())
def test_whatever_stands_in_a_field_loads_or_is_refused(tmp_path, section, value, data):
    inside = SECTIONS[section]
    field = data.draw(st.sampled_from(sorted(inside))) if isinstance(inside, dict) else None
    changed = SECTIONS | {section: inside | {field: value} if field else value}
    path = tmp_path / "program.yaml"
    path.write_text(yaml.safe_dump(changed, allow_unicode=True), encoding="utf-8")
    with suppress(Refused):
        assert load(path=path, actor=cast.DECIDER, on=cast.LAUNCH).programme.code
