"""One name in many hands: nicknames, abbreviations, the region's spelling, slips of the finger."""

from __future__ import annotations

import random
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

VOWELS = "aeiou"
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
FROM_THE_LIST = 0.6  # a well-known other spelling, where the name has one; else a slip of the tongue
INITIAL = 0.25  # an abbreviation that leaves one letter


@cache
def hands() -> dict[str, Any]:
    """The lists of data/doubles.yaml: nicknames, abbreviations, spellings, slips."""
    text = files("lindung.demo").joinpath("data/doubles.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def nickname(rng: random.Random, given: list[str]) -> list[str] | None:
    """The first given name that has a nickname gives way to it; the others mostly fall away."""
    known = [turn for turn, word in enumerate(given) if word in hands()["nicknames"]]
    if not known:
        return None
    turn = rng.choice(known)
    called = str(rng.choice(hands()["nicknames"][given[turn]]))
    return [called] if rng.random() < 0.6 else [*given[:turn], called, *given[turn + 1 :]]


def abbreviation(rng: random.Random, given: list[str]) -> list[str]:
    """One given name in short: as it is usually shortened, by its first letters or by one."""
    turn = rng.choice([0, 0, 0, len(given) - 1])
    word = given[turn]
    usual = hands()["abbreviations"].get(word)
    if usual and rng.random() < 0.7:
        short = str(rng.choice(usual))
    elif rng.random() < INITIAL or len(word) < 5:
        short = word[0] + "."
    else:
        short = word[: rng.choice((3, 4))] + "."
    return [*given[:turn], short, *given[turn + 1 :]]


def spelling(rng: random.Random, word: str) -> str | None:
    """The word as another village writes it; None when it is written one way only."""
    known = hands()["spellings"].get(word)
    if known and rng.random() < FROM_THE_LIST:
        return str(rng.choice(known))
    ways = [_slip, _doubled, _slip, _slip]
    rng.shuffle(ways)
    for way in ways:
        if (other := way(rng, word)) is not None:
            return other
    return None


def _slip(rng: random.Random, word: str) -> str | None:
    small = word.lower()
    fitting = [(old, new) for old, new in hands()["slips"] if old in small]
    if not fitting:
        return None
    old, new = rng.choice(fitting)
    places = [turn for turn in range(len(small)) if small.startswith(old, turn)]
    at = rng.choice(places)
    other = small[:at] + new + small[at + len(old) :]
    return None if len(other) < 2 else _cased(other, word)


def _doubled(rng: random.Random, word: str) -> str | None:
    """A vowel or a consonant inside the word written twice."""
    places = [turn for turn, letter in enumerate(word) if turn and letter.isalpha()]
    vowels = [turn for turn in places if word[turn] in VOWELS]
    if not places:
        return None
    at = rng.choice(vowels if vowels and rng.random() < 0.7 else places)
    return word[:at] + word[at] + word[at:]


def typing(rng: random.Random, word: str) -> str | None:
    """A letter lost, struck beside, twice or in the wrong order; short words are left alone."""
    if len(word) < 4:
        return None
    at = rng.randrange(1, len(word) - 1)
    way = rng.choice(("lost", "beside", "order", "added"))
    if way == "lost":
        return word[:at] + word[at + 1 :]
    if way == "order" and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    beside = _beside(rng, word[at])
    return word[:at] + beside + word[at + (way == "beside") :]


def _beside(rng: random.Random, letter: str) -> str:
    for row in KEYS:
        at = row.find(letter.lower())
        if at >= 0:
            return rng.choice(row[max(0, at - 1) : at] + row[at + 1 : at + 2])
    return rng.choice(KEYS[1])


def _cased(word: str, like: str) -> str:
    return word[0].upper() + word[1:] if like[:1].isupper() else word
