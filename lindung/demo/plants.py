"""Faults the demo puts into its workbooks on purpose, each with the fate the program must give its row."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from lindung.kernel.problem import Kind
from lindung.nominations import problems


class Fate(StrEnum):
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    LOOK = "look"


class Plant(NamedTuple):
    """One kind of fault: what must become of the row, the problem that must be told, what it is."""

    fate: Fate
    problem: Kind
    meaning: str


PLANTS: dict[str, Plant] = {
    "nik_as_number": Plant(
        Fate.REJECTED, problems.NIK_AS_NUMBER, "Excel turned the NIK into a number; its last digit is lost"
    ),
    "nik_short": Plant(Fate.REJECTED, problems.NIK_LENGTH, "one digit of the NIK is missing"),
    "nik_bad_date": Plant(Fate.REJECTED, problems.NIK_DATE, "the NIK's date of birth does not exist"),
    "nik_twice": Plant(Fate.REJECTED, problems.NIK_TWICE, "the same NIK stands earlier in the file"),
    "name_missing": Plant(Fate.REJECTED, problems.NAME_MISSING, "no name"),
    "birth_date_hopeless": Plant(Fate.REJECTED, problems.BIRTH_DATE_UNREADABLE, "no date can be read"),
    "too_old": Plant(Fate.REJECTED, problems.TOO_OLD, "older at the start than the programme allows"),
    "too_young": Plant(Fate.REJECTED, problems.TOO_YOUNG, "younger at the start than the programme allows"),
    "nik_missing": Plant(Fate.LOOK, problems.NIK_TO_FIND, "no NIK, but the rest tells who it is"),
    "village_elsewhere": Plant(Fate.LOOK, problems.VILLAGE_OUTSIDE, "a village of another district"),
    "sex_contradicts": Plant(Fate.ACCEPTED, problems.NIK_SEX, "the sex is not the one in the NIK: a warning"),
    "birth_date_contradicts": Plant(
        Fate.ACCEPTED, problems.NIK_BIRTH_DATE, "the date of birth is not the one in the NIK: a warning"
    ),
}


def fate_of(plant: str | None) -> str:
    """accepted, rejected or look."""
    return (PLANTS[plant].fate if plant else Fate.ACCEPTED).value


def code_of(plant: str | None) -> str | None:
    """The number of the problem the row must be told; none for a faultless row."""
    return PLANTS[plant].problem.code if plant else None
