"""The key of a row that was taken in: "12-4475-M". By it a corrected file finds the row it corrects."""

from __future__ import annotations

import re

# Without I, O and U, which people read as figures or as V; 23 is prime, so that one wrong or two swapped
# figures always change the letter.
LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ"


def key_of(file: int, number: int) -> str:
    return f"{file}-{number}-{_check(f'{file}-{number}')}"


def read_key(text: str) -> tuple[int, int] | None:
    """(file, number), or None when it is no key of ours."""
    found = re.fullmatch(r"([1-9]\d{0,8})-([1-9]\d{0,8})-([A-Z])", text.strip().upper())
    if not found or found[3] != _check(f"{found[1]}-{found[2]}"):
        return None
    return int(found[1]), int(found[2])


def _check(text: str) -> str:
    return LETTERS[sum((place + 2) * (ord(sign) - 44) for place, sign in enumerate(text)) % len(LETTERS)]
