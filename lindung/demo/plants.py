"""Faults the demo puts into its workbooks on purpose, each with the fate the program must give its row."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Fate(StrEnum):
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    LOOK = "look"


class Plant(NamedTuple):
    """One kind of fault: what it is, and what must become of the row."""

    fate: Fate
    meaning: str


PLANTS: dict[str, Plant] = {
    "nik_as_number": Plant(Fate.REJECTED, "Excel turned the NIK into a number; its last digit is lost"),
    "nik_short": Plant(Fate.REJECTED, "one digit of the NIK is missing"),
    "nik_bad_date": Plant(Fate.REJECTED, "the NIK's date of birth does not exist"),
    "nik_twice": Plant(Fate.REJECTED, "the same NIK stands earlier in the file"),
    "name_missing": Plant(Fate.REJECTED, "no name"),
    "birth_date_hopeless": Plant(Fate.REJECTED, "no date can be read"),
    "too_old": Plant(Fate.REJECTED, "older at the start than the programme allows"),
    "too_young": Plant(Fate.REJECTED, "younger at the start than the programme allows"),
    "nik_missing": Plant(Fate.LOOK, "no NIK, but the rest tells who it is"),
    "village_elsewhere": Plant(Fate.LOOK, "a village of another district"),
    "sex_contradicts": Plant(Fate.ACCEPTED, "the sex is not the one in the NIK: a warning"),
    "birth_date_contradicts": Plant(Fate.ACCEPTED, "the date of birth is not the one in the NIK: a warning"),
}


def fate_of(plant: str | None) -> str:
    """accepted, rejected or look."""
    return (PLANTS[plant].fate if plant else Fate.ACCEPTED).value
