"""Comparing names word by word: order does not count, parts may lack, initials and slips are forgiven."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import polars as pl
from rapidfuzz.distance import OSA, JaroWinkler

distance, similarity = OSA.distance, JaroWinkler.similarity

ANOTHER, COMMON, LONE, ALIKE, MISSPELT, PARTS, SAME = range(7)
WORD_ALIKE = 0.86  # Jaro-Winkler of two words as they sound
SHORTEST_CALLED = 3  # letters of a pet form
LONGEST_SQUEEZED = 4
SHORTEST_SLIPPED = 3  # letters of a word in which one may be wrong
SURELY_SLIPPED = 6  # letters of a word that is another name's only by accident
JOINED = 0.94  # likeness of two names of which one writes two words as one


def name_levels(frame: pl.DataFrame, column: str) -> pl.Series:
    """Levels of the pairs of word lists `<column>_l`, `<column>_r`; -1 where one is empty.

    Looks at every different pair of names once: lists of people repeat them.
    """
    heard = "heard" if column == "sounds" else f"{column}_heard"
    said = frame.select(pl.col(f"{column}_l").alias("ours"), pl.col(f"{column}_r").alias("theirs"),
                        pl.col(f"{heard}_l").alias("a"), pl.col(f"{heard}_r").alias("b"))  # fmt: skip
    both = pl.col("a").is_not_null() & pl.col("b").is_not_null() & (pl.col("a") != "") & (pl.col("b") != "")
    shared = pl.col("ours").list.set_intersection("theirs").list.len()
    fewer = pl.min_horizontal(pl.col("ours").list.n_unique(), pl.col("theirs").list.n_unique())
    quick = (
        pl.when(~both).then(-1)
        .when(pl.col("a") == pl.col("b")).then(SAME)
        .when((shared == fewer) & (fewer >= 2)).then(PARTS)
        .when(shared == fewer).then(LONE)
        .otherwise(None)
    )  # fmt: skip
    known = said.select(quick.cast(pl.Int8).alias("level"))["level"]
    open_ = known.is_null()
    if not open_.any():
        return known
    rest = said.filter(open_)
    levels = np.array(known.fill_null(0).to_numpy(), copy=True)
    levels[open_.to_numpy()] = [
        word_by_word(a, b) for a, b in zip(rest["a"].to_list(), rest["b"].to_list(), strict=True)
    ]
    return pl.Series(levels, dtype=pl.Int8)


@lru_cache(maxsize=200_000)
def word_by_word(ours: str, theirs: str) -> int:
    """The level of two names given as their sorted words; symmetric."""
    short, long = sorted((ours.split(), theirs.split()), key=lambda words: (len(words), words))
    left, rest = list(long), []
    for word in short:
        if word in left:
            left.remove(word)
        else:
            rest.append(word)
    equal = len(short) - len(rest)
    found = []
    for word in rest:
        other, how = _meant(word, left)
        if how != ANOTHER:
            left.remove(other)
            found.append(how)
    if equal + len(found) == len(short):
        return _whole(short, long, found)
    if similarity(ours.replace(" ", ""), theirs.replace(" ", "")) >= JOINED:
        return ALIKE
    return COMMON if equal or found else ANOTHER


def _whole(short: list[str], long: list[str], found: list[int]) -> int:
    """Every word of the shorter name is in the longer one."""
    least = min(found, default=PARTS)
    if len(short) > 1:
        return least
    if len(long) == 1:
        return min(least, MISSPELT)
    return COMMON if least == ALIKE else LONE


def _meant(word: str, among: list[str]) -> tuple[str, int]:
    """The word that `word` shortens (PARTS), misspells or resembles (ALIKE); ANOTHER where there is none."""
    for other in among:
        shorter, longer = sorted((word, other), key=len)
        if longer.startswith(shorter):
            return other, PARTS
    for other in among:
        shorter, longer = sorted((word, other), key=len)
        if distance(word, other, score_cutoff=1) <= 1 and len(shorter) >= SHORTEST_SLIPPED:
            # Marta and Maria are two names, Veronika and Velonika one.
            return other, MISSPELT if len(shorter) >= SURELY_SLIPPED else ALIKE
        # Tina of Martina, Nius of Antonius; Ys. of Yohanes.
        if (len(shorter) >= SHORTEST_CALLED and shorter in longer) or _squeezed(shorter, longer):
            return other, ALIKE
    best = max(among, key=lambda other: (similarity(word, other), other), default="")
    return (best, ALIKE) if best and similarity(word, best) >= WORD_ALIKE else ("", ANOTHER)


def _squeezed(short: str, long: str) -> bool:
    """A few of the word's letters in their order, beginning with the first."""
    if not 2 <= len(short) <= LONGEST_SQUEEZED or len(long) < len(short) + 2 or short[0] != long[0]:
        return False
    letters = iter(long)
    return all(letter in letters for letter in short)
