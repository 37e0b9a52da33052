"""Names of people, folded so that signs and spaces do not count. `register.STAGE` does the same in SQL."""

from __future__ import annotations


def folded(name: str) -> str:
    """Upper case, letters and single spaces: folded("Maria  G. Hoar") == "MARIA G HOAR"."""
    letters = "".join(sign for sign in name if sign.isalpha() or sign == " ")
    return " ".join(letters.split()).upper()
