"""Money is whole rupiah in an int. Never a float, never a fraction."""

from __future__ import annotations


def rupiah(amount: int) -> str:
    """Written as PUEBI asks: rupiah(42_000_000) == 'Rp42.000.000'; a minus sign stands before Rp."""
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp{thousands(abs(amount))}"


def thousands(number: int) -> str:
    """A whole number with Indonesian points: 4475 → '4.475'."""
    if isinstance(number, bool) or not isinstance(number, int):
        raise TypeError(f"whole number expected, got {number!r}")
    return f"{number:,}".replace(",", ".")


def parse_rupiah(text: str) -> int:
    """From 'Rp42.000.000', '42.000.000', '42000000' or 'Rp 42.000.000,00'. Raises ValueError otherwise."""
    bare = text.strip().removeprefix("-").strip()
    digits = bare.removeprefix("Rp").removeprefix(".").strip().removesuffix(",-").removesuffix(",00")
    groups = digits.split(".")
    grouped = len(groups) == 1 or (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]))
    if not grouped or not all(group.isascii() and group.isdigit() for group in groups):
        raise ValueError(f"{text!r} is no amount in rupiah; write Rp42.000.000")
    amount = int("".join(groups))
    return -amount if text.strip().startswith("-") else amount
