"""What goes wrong when a person is written a second time. Each takes the cells of a row and changes them in place.

A mistake answers False when the row cannot have it: no baptismal name can be left out of a single one.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from lindung.demo.doubles import spoken
from lindung.demo.doubles.surroundings import Surroundings

Row = dict[str, Any]
Mistake = Callable[[random.Random, Row, Surroundings], bool]

LATER_DIGITS = 2  # a digit of birthday or serial is mistyped so many times as often as one of the region


def _nik_digit(rng: random.Random, row: Row, around: Surroundings) -> bool:
    nik = row["nik"]
    if not nik:
        return False
    at = rng.choices(range(16), [1] * 6 + [LATER_DIGITS] * 10)[0]
    other = rng.choice([digit for digit in "0123456789" if digit != nik[at]])
    row["nik"] = nik[:at] + other + nik[at + 1 :]
    return True


def _nik_swap(rng: random.Random, row: Row, around: Surroundings) -> bool:
    nik = row["nik"]
    places = [at for at in range(15) if nik and nik[at] != nik[at + 1]]
    if not places:
        return False
    at = rng.choice(places)
    row["nik"] = nik[:at] + nik[at + 1] + nik[at] + nik[at + 2 :]
    return True


def _nik_lacking(rng: random.Random, row: Row, around: Surroundings) -> bool:
    had, row["nik"] = row["nik"], None
    return bool(had)


def _nik_length(rng: random.Random, row: Row, around: Surroundings) -> bool:
    nik = row["nik"]
    if not nik:
        return False
    at = rng.randrange(16)
    row["nik"] = nik[:at] + nik[at + 1 :] if rng.random() < 0.7 else nik[:at] + nik[at] + nik[at:]
    return True


def _nik_excel(rng: random.Random, row: Row, around: Surroundings) -> bool:
    """Excel kept fifteen digits of the number and wrote a nought for the last."""
    nik = row["nik"]
    if not nik or nik[-1] == "0":
        return False
    row["nik"] = nik[:15] + "0"
    return True


def _nik_second(rng: random.Random, row: Row, around: Surroundings) -> bool:
    """Registered twice, in two subdistricts: another region and serial, the same birthday."""
    if not row["nik"]:
        return False
    row["nik"] = around.subdistrict(rng) + row["nik"][6:12] + f"{rng.randint(1, 12):04d}"
    return True


def _baptismal_left_out(rng: random.Random, row: Row, around: Surroundings) -> bool:
    if len(row["given"]) < 2 and not (row["given"] and row["clan"]):
        return False
    parts = list(row["given"])
    parts.pop(rng.choice([0, 0, len(parts) - 1]))
    row["given"] = parts
    return True


def _clan_left_out(rng: random.Random, row: Row, around: Surroundings) -> bool:
    if not row["clan"] or not row["given"]:
        return False
    row["clan"] = None
    return True


def _nickname(rng: random.Random, row: Row, around: Surroundings) -> bool:
    called = spoken.nickname(rng, row["given"])
    row["given"] = called or row["given"]
    return called is not None


def _name_order(rng: random.Random, row: Row, around: Surroundings) -> bool:
    if len(row["given"]) + bool(row["clan"]) < 2 or row["order"] != "as is":
        return False
    row["order"] = rng.choice(("clan first", "clan first", "turned"))
    return True


def _abbreviation(rng: random.Random, row: Row, around: Surroundings) -> bool:
    if not row["given"] or len(row["given"]) + bool(row["clan"]) < 2:
        return False
    row["given"] = spoken.abbreviation(rng, row["given"])
    return True


def _spelling(rng: random.Random, row: Row, around: Surroundings) -> bool:
    return _respelt(rng, row, spoken.spelling)


def _typing(rng: random.Random, row: Row, around: Surroundings) -> bool:
    return _respelt(rng, row, spoken.typing)


def _respelt(rng: random.Random, row: Row, way: Callable[[random.Random, str], str | None]) -> bool:
    """One word of the name, given or clan, the other way."""
    words = [*row["given"], *([row["clan"]] if row["clan"] else [])]
    if not words:
        return False
    at = rng.randrange(len(words))
    other = way(rng, words[at])
    if other is None or other == words[at]:
        return False
    if at < len(row["given"]):
        row["given"] = [*row["given"][:at], other, *row["given"][at + 1 :]]
    else:
        row["clan"] = other
    return True


def _born_1_january(rng: random.Random, row: Row, around: Surroundings) -> bool:
    """Only the year was known to whoever wrote it, and not always that."""
    born = row["birth_date"]
    year = born.year if rng.random() < 0.85 else born.year + rng.choice((-1, 1))
    row["birth_date"] = date(year, 1, 1)
    return bool(row["birth_date"] != born)


def _birth_swap(rng: random.Random, row: Row, around: Surroundings) -> bool:
    born = row["birth_date"]
    if born.day > 12 or born.day == born.month:
        return False
    row["birth_date"] = date(born.year, born.day, born.month)
    return True


def _birth_year(rng: random.Random, row: Row, around: Surroundings) -> bool:
    born = row["birth_date"]
    year = born.year + rng.choice((-10, -2, -1, -1, -1, 1, 1, 1, 2, 10))
    row["birth_date"] = date(year, born.month, min(born.day, 28) if born.month == 2 else born.day)
    return True


def _birth_day(rng: random.Random, row: Row, around: Surroundings) -> bool:
    """The day misread: one digit of it another."""
    born = row["birth_date"]
    days = [born.day + step for step in (-20, -10, -3, -2, -1, 1, 2, 3, 10, 20) if 1 <= born.day + step <= 28]
    row["birth_date"] = born.replace(day=rng.choice(days))
    return True


def _hamlet(rng: random.Random, row: Row, around: Surroundings) -> bool:
    if not row["village"]:
        return False
    row["place"], row["village"] = around.hamlet(rng, row["village"]), None
    return True


def _neighbour_village(rng: random.Random, row: Row, around: Surroundings) -> bool:
    other = around.neighbour(rng, row["village"])
    row["village"] = other or row["village"]
    return other is not None


def _other_phone(rng: random.Random, row: Row, around: Surroundings) -> bool:
    row["phone"] = around.phone(rng)
    return True


def _mother_misspelt(rng: random.Random, row: Row, around: Surroundings) -> bool:
    words = (row["mother_name"] or "").split()
    if not words:
        return False
    at = rng.randrange(len(words))
    if len(words) > 1 and rng.random() < 0.3:
        words.pop(at)
    else:
        other = rng.choice((spoken.spelling, spoken.typing))(rng, words[at])
        if other is None:
            return False
        words[at] = other
    row["mother_name"] = " ".join(words)
    return True


def _mother_lacking(rng: random.Random, row: Row, around: Surroundings) -> bool:
    had, row["mother_name"] = row["mother_name"], None
    return bool(had)


def _sex_wrong(rng: random.Random, row: Row, around: Surroundings) -> bool:
    row["sex"] = "P" if row["sex"] == "L" else "L"
    return True


MISTAKES: Mapping[str, Mistake] = {
    "nik_digit": _nik_digit,
    "nik_swap": _nik_swap,
    "nik_lacking": _nik_lacking,
    "nik_length": _nik_length,
    "nik_excel": _nik_excel,
    "nik_second": _nik_second,
    "baptismal_left_out": _baptismal_left_out,
    "clan_left_out": _clan_left_out,
    "nickname": _nickname,
    "name_order": _name_order,
    "abbreviation": _abbreviation,
    "spelling": _spelling,
    "typing": _typing,
    "born_1_january": _born_1_january,
    "birth_swap": _birth_swap,
    "birth_year": _birth_year,
    "birth_day": _birth_day,
    "hamlet": _hamlet,
    "neighbour_village": _neighbour_village,
    "other_phone": _other_phone,
    "mother_misspelt": _mother_misspelt,
    "mother_lacking": _mother_lacking,
    "sex_wrong": _sex_wrong,
}
