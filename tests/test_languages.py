"""English is complete: choices, problems with the words of their case, reasons of matching, dates."""

from __future__ import annotations

from datetime import date
from string import Formatter

import pytest
from django.apps import apps
from django.utils.translation import gettext, override

from lindung.kernel.problem import KINDS, Kind
from lindung.matching.engine.model import shipped
from lindung.nominations.problems import NIK_LENGTH
from lindung.ui.telling import both, message, remedy
from lindung.ui.templatetags.indonesian import tanggal
from tests.test_docs import kinds

SAME = {
    "{rule}",
    "{count} {what}.",
    "NIK",
    "KPJ",
    "PDF",
    "JPEG",
    "PNG",
    "Excel",
    "CSV",
    "SFTP",
    "BPJS Ketenagakerjaan",
    "bank",
    "SK",
}


def fields(template: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(template) if field}


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.code)
def test_every_problem_is_told_in_english_with_the_words_of_its_case(kind: Kind) -> None:
    told = {name: f"«{name}»" for name in fields(kind.message) | fields(kind.remedy)}
    problem = kind.problem(**told)
    with override("en"):
        for told_as, template, text in (
            (message, kind.message, problem.message),
            (remedy, kind.remedy, problem.remedy),
        ):
            english = told_as(kind.code, text)
            assert template in SAME or english != text, f"{kind.code} has no English: run `make messages`"
            for name in fields(template):
                assert told[name] in english, f"{kind.code}: the English leaves out {name}"
        whole = both(kind.code, f"{problem.message} {problem.remedy}")
        assert whole == f"{message(kind.code, problem.message)} {remedy(kind.code, problem.remedy)}"
    assert KINDS[kind.code] == kind


def test_what_fits_no_template_is_told_as_it_was_kept() -> None:
    with override("en"):
        assert message("NIK-03", "Teks lama yang dulu dipakai.") == "Teks lama yang dulu dipakai."
        assert message("HILANG-99", "Kode ini tidak ada lagi.") == "Kode ini tidak ada lagi."


def test_indonesian_is_told_as_it_is_kept() -> None:
    problem = NIK_LENGTH.problem(count=15)
    assert message(problem.code, problem.message) == "NIK terdiri dari 15 angka, seharusnya 16."
    with override("en"):
        assert message(problem.code, problem.message) == "The NIK has 15 digits, it should have 16."


def test_every_choice_of_a_model_has_its_english() -> None:
    lacking = {
        f"{model._meta.label}.{field.name}: {label}"
        for model in apps.get_models()
        if model.__module__.startswith("lindung.")
        for field in model._meta.get_fields()
        for _value, label in getattr(field, "choices", None) or ()
        if label not in SAME and english(label) == label
    }
    assert not lacking, "mark the label with gettext_lazy, then `make messages`"


def test_every_reason_of_matching_has_its_english() -> None:
    model = shipped()
    words = {level.words for entry in model.comparisons for level in entry.levels}
    words |= {entry.words for entry in model.contradictions}
    assert not {said for said in words if said and english(said) == said}


def english(label: object) -> str:
    told = str(label)
    with override("en"):
        return gettext(told)


def test_dates_have_the_months_of_the_language() -> None:
    assert tanggal(date(2025, 8, 25)) == "25 Agustus 2025"
    with override("en"):
        assert tanggal(date(2025, 8, 25)) == "25 August 2025"
