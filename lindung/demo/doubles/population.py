"""The people themselves, before any list: households with clans, twins, namesakes, fathers and sons of one name."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import polars as pl

from lindung.demo import names, numbers, places
from lindung.demo.dice import Dice
from lindung.demo.doubles import rates
from lindung.demo.livelihoods import MOBILE
from lindung.demo.naming import OPENING, SUMBA
from lindung.regions import catalogue

Person = dict[str, Any]

LISTED = date(2025, 7, 1)  # the day on which the people are 18 to 64 years old
YOUNGEST, OLDEST = 18, 64
SCHEMA: dict[str, type[pl.DataType] | pl.DataType] = {
    "village_code": pl.String, "district_code": pl.String, "household": pl.Int64, "role": pl.Int64,
    "sex": pl.String, "title": pl.String, "given": pl.List(pl.String), "clan": pl.String, "mother_name": pl.String,
    "birth_date": pl.Date, "phone": pl.String, "trap": pl.String,
}  # fmt: skip


def population(people: int, seed: int) -> pl.DataFrame:
    """One row per human being: the columns of SCHEMA with `person`, `nik`, `kk` and `corrected_date` beside them.

    `trap` names what makes the person easy to mistake for another: twin, sibling, father_and_son, namesake.
    """
    rng = random.Random(f"{seed}/population")
    rows: list[Person] = []
    for district, count in shares(people).items():
        rows.extend(_district(rng, district, count, first_household=len(rows) + 1))
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    siblings = (pl.col("role") == 0) | pl.col("trap").is_in(["sibling", "twin"])
    frame = frame.with_columns(person=pl.int_range(1, pl.len() + 1, dtype=pl.Int64)).with_columns(
        born_with=pl.when(siblings).then("household").otherwise(-pl.col("person"))
    )
    dice = Dice(f"{seed}/numbers", frame.height)
    frame = numbers.with_household_number(numbers.with_nik(frame, dice, together="born_with"), dice)
    corrected = pl.col("birth_date") + pl.duration(days=pl.lit(dice.number(-400, 400)))
    return frame.drop("born_with").with_columns(
        birth_date=pl.when(pl.lit(dice.chance(rates.BIRTH_CORRECTED))).then(corrected).otherwise("birth_date")
    )


def shares(people: int) -> dict[str, int]:
    """People per district by its population, in all 22; the largest remainders get what is left over."""
    weights = {place.code: place.population or 1 for place in catalogue.districts(places.PROVINCE)}
    exact = {code: people * weight / sum(weights.values()) for code, weight in sorted(weights.items())}
    counts = {code: int(value) for code, value in exact.items()}
    for code in sorted(exact, key=lambda code: counts[code] - exact[code])[: people - sum(counts.values())]:
        counts[code] += 1
    return counts


def _district(rng: random.Random, district: str, count: int, first_household: int) -> list[Person]:
    codes, weights = places.weights(district)
    clans = {code: _village_clans(rng, district) for code in codes}
    found: list[Person] = []
    household = first_household
    while len(found) < count:
        village = rng.choices(codes, weights)[0]
        for person in _household(rng, district, clans[village]):
            found.append(person | {"village_code": village, "district_code": district, "household": household})
        if rng.random() < rates.NAMESAKES:
            found.append(_namesake(rng, found[-1], household + 1))
            household += 1
        household += 1
    return found[:count]


def _village_clans(rng: random.Random, district: str) -> list[str]:
    return rng.sample(names.words(names.SOCIETIES[district].clans), rates.VILLAGE_CLANS)


def _household(rng: random.Random, district: str, clans: list[str]) -> Iterator[Person]:
    """One to three who stand on the list together."""
    kind = rng.choices(list(rates.HOUSEHOLDS), list(rates.HOUSEHOLDS.values()))[0]
    faith = _faith(rng, district)
    clan = rng.choice(clans) if rng.random() < rates.OWN_CLAN else _any_clan(rng, district, faith)
    sex = "L" if rng.random() < 0.58 else "P"
    head = _person(rng, district, faith, sex, clan)
    head["phone"] = _phone(rng)
    family = [head]
    if kind == "couple":
        other = "P" if sex == "L" else "L"
        spouse = _person(rng, district, faith, other, _any_clan(rng, district, faith))
        spouse["birth_date"] = _near(rng, head["birth_date"], 8)
        family.append(spouse)
    elif kind == "siblings":
        for _ in range(1 if rng.random() < 0.8 else 2):
            family.append(_sibling(rng, district, faith, family))
    elif kind == "parent_and_child":
        family.append(_child(rng, district, faith, head))
    for turn, person in enumerate(family):
        shared = turn == 0 or rng.random() < rates.PHONE_OF_THE_FAMILY
        yield person | {"role": turn, "phone": head["phone"] if shared else _phone(rng)}


def _person(rng: random.Random, district: str, faith: str, sex: str, clan: str) -> Person:
    given = _given(rng, faith, sex)
    single = rng.random() < rates.SINGLE_NAME and given[0] not in OPENING
    titled = district in SUMBA and not single and rng.random() < rates.TITLE_OF_SUMBA
    bears = not single and rng.random() < rates.CLAN_BORNE[faith]
    mother = _given(rng, faith, "P", second=0.3)
    return {
        "sex": sex,
        "title": ("Umbu" if sex == "L" else "Rambu") if titled else None,
        "given": given[:1] if single else given,
        "clan": clan if bears or (len(given) == 1 and not single) else None,
        "mother_name": " ".join([*mother, *([_any_clan(rng, district, faith)] if rng.random() < 0.7 else [])]),
        "birth_date": _birth(rng),
        "trap": None,
    }


def _sibling(rng: random.Random, district: str, faith: str, family: list[Person]) -> Person:
    """Mother and clan are the head's; twins share the day, often the beginning of the name, never all of it."""
    head, taken = family[0], [other["given"] for other in family]
    twin = rng.random() < rates.TWINS
    sex = head["sex"] if rng.random() < (0.7 if twin else 0.5) else ("P" if head["sex"] == "L" else "L")
    other = _person(rng, district, faith, sex, head["clan"])
    if sex == head["sex"] and rng.random() < rates.SIBLINGS_ALIKE:
        other["given"] = list(dict.fromkeys([head["given"][0], *_given(rng, faith, sex, second=0.2)]))
    elif twin:
        alike = [word for word in _words(faith, sex) if word[:2] == head["given"][0][:2]]
        other["given"] = [rng.choice(alike or _words(faith, sex))]
    # Parents tell their children apart: none bears another's name with a part left out.
    while any(set(other["given"]) <= set(given) or set(given) <= set(other["given"]) for given in taken):
        other["given"] = _given(rng, faith, sex)
    born = head["birth_date"] if twin else _birth_apart(rng, head["birth_date"])
    return other | {
        "clan": head["clan"], "title": head["title"] and ("Umbu" if sex == "L" else "Rambu"),
        "mother_name": head["mother_name"], "birth_date": born, "trap": "twin" if twin else "sibling",
    }  # fmt: skip


def _child(rng: random.Random, district: str, faith: str, head: Person) -> Person:
    """A grown child of the head; now and then of the very same name."""
    child = _person(rng, district, faith, "L" if rng.random() < 0.5 else "P", head["clan"])
    oldest = LISTED.replace(year=LISTED.year - YOUNGEST - 20)
    if head["birth_date"] > oldest:  # too young for a grown child: the head is an older one
        head["birth_date"] = _birth(rng, youngest=YOUNGEST + 20)
    latest = min(LISTED.year - YOUNGEST - 1, head["birth_date"].year + 35)
    year = rng.randint(head["birth_date"].year + 18, max(latest, head["birth_date"].year + 18))
    child["birth_date"] = _day_of(rng, year)
    child["clan"] = head["clan"]
    if child["sex"] == head["sex"] and rng.random() < rates.FATHER_AND_SON:
        child |= {"given": head["given"], "title": head["title"], "trap": "father_and_son"}
    return child


def _namesake(rng: random.Random, person: Person, household: int) -> Person:
    """A stranger of the same name, birthday and village, with a mother of her own."""
    mother = " ".join(_given(rng, "catholic", "P", second=0.3))
    return person | {
        "household": household, "role": 0, "mother_name": mother, "phone": _phone(rng), "trap": "namesake",
    }  # fmt: skip


def _given(rng: random.Random, faith: str, sex: str, second: float | None = None) -> list[str]:
    words = _words(faith, sex)
    first = _common(rng, words)
    if rng.random() < (rates.SECOND_NAME[faith] if second is None else second) or first in OPENING:
        other = _common(rng, words)
        while other == first or other in OPENING:
            other = rng.choice(words)
        return [first, other]
    return [first]


def _words(faith: str, sex: str) -> list[str]:
    return names.words(f"{faith}_{'men' if sex == 'L' else 'women'}")


def _common(rng: random.Random, words: list[str]) -> str:
    return words[int(rng.random() ** rates.GIVEN_SKEW * len(words))]


def _any_clan(rng: random.Random, district: str, faith: str) -> str:
    own = names.words(names.SOCIETIES[district].clans)
    from_the_sea = faith == "muslim" and district not in ("53.06", "53.13")
    return rng.choice(names.words("muslim_surnames") if from_the_sea else own)


def _faith(rng: random.Random, district: str) -> str:
    _, catholic, protestant = names.SOCIETIES[district]
    draw = rng.random()
    return "catholic" if draw < catholic else "protestant" if draw < catholic + protestant else "muslim"


def _birth(rng: random.Random, youngest: int = YOUNGEST) -> date:
    age = rng.triangular(youngest, OLDEST, max(youngest, 42))
    return _day_of(rng, LISTED.year - 1 - int(age))


def _day_of(rng: random.Random, year: int) -> date:
    """Some day of the year; for those who do not know theirs the one the registry gave them."""
    draw = rng.random()
    for (day, month), share in rates.HEAPED.items():
        if draw < share:
            return date(year, month, day)
        draw -= share
    return date(year, 1, 1) + timedelta(days=rng.randrange(365))


def _near(rng: random.Random, day: date, years: int) -> date:
    oldest, youngest = LISTED.year - OLDEST, LISTED.year - YOUNGEST - 1
    return _day_of(rng, min(max(day.year + rng.randint(-years, years), oldest), youngest))


def _birth_apart(rng: random.Random, day: date) -> date:
    """A sibling's birthday, a year or more from this one."""
    years = rng.choice((-1, 1)) * rng.randint(1, 9)
    year = day.year + years
    if not LISTED.year - OLDEST <= year < LISTED.year - YOUNGEST:
        year = day.year - years
    return _day_of(rng, year)


def _phone(rng: random.Random) -> str:
    return rng.choice(MOBILE) + str(rng.randrange(10**7, 10**8))
