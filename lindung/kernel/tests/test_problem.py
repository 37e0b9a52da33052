"""A problem says what, where and what to do; a refusal carries all of them."""

import pytest

from lindung.kernel.problem import Kind, Refused, Severity

SHORT = Kind("TEST-01", Severity.ERROR, "NIK terdiri dari {count} angka.", "Periksa KTP {name}.")


def test_a_problem_names_file_sheet_row_and_column():
    problem = SHORT.problem(file="malaka.xlsx", sheet="Wewiku", row=214, column="NIK", count=15, name="Maria")
    assert str(problem) == (
        "TEST-01 malaka.xlsx, lembar Wewiku, baris 214, kolom NIK: NIK terdiri dari 15 angka. Periksa KTP Maria."
    )
    assert problem.as_dict()["row"] == 214


def test_a_missing_word_is_an_error_of_ours_and_loud():
    with pytest.raises(KeyError):
        SHORT.problem(count=15)


def test_a_refusal_carries_every_problem():
    both = [SHORT.problem(row=row, count=15, name="Maria") for row in (1, 2)]
    refusal = Refused(*both)
    assert list(refusal.problems) == both
    assert str(refusal).count("TEST-01") == 2
