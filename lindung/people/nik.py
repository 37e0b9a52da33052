"""The NIK: 16 figures, PPKKCC of the place of first registration, DDMMYY of birth (women DD + 40), a serial.

It never changes, not when its holder moves nor when the birth date is corrected: place, date and sex that differ
from what is declared are warnings. `nominations.imports.judging` does the same for whole columns; a test keeps
the two equal.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from lindung.regions.catalogue import provinces as listed_provinces

LENGTH = 16
WOMEN = 40
CENTURIES = (1900, 2000)

# Whose people still carry the code of the district theirs was split from (undang-undang pembentukan daerah).
SPLIT_FROM = {
    "53.13": "53.06",  # Lembata: Flores Timur, 1999
    "53.14": "53.01",  # Rote Ndao: Kupang, 2002
    "53.15": "53.10",  # Manggarai Barat: Manggarai, 2003
    "53.16": "53.09",  # Nagekeo: Ngada, 2006
    "53.17": "53.12",  # Sumba Tengah: Sumba Barat, 2007
    "53.18": "53.12",  # Sumba Barat Daya: Sumba Barat, 2007
    "53.19": "53.10",  # Manggarai Timur: Manggarai, 2007
    "53.20": "53.01",  # Sabu Raijua: Kupang, 2008
    "53.21": "53.04",  # Malaka: Belu, 2012
    "53.71": "53.01",  # Kota Kupang: Kupang, 1996
}


class Fault(StrEnum):
    """Why something cannot be a NIK."""

    LENGTH = "length"
    PROVINCE = "province"
    DATE = "date"
    SERIAL = "serial"


class NotANik(ValueError):
    """Raised with every fault found."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(", ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Nik:
    """A structurally possible NIK."""

    digits: str

    @property
    def district(self) -> str:
        """Kemendagri code of the district of first registration, perhaps one that has been split since: "53.04"."""
        return f"{self.digits[:2]}.{self.digits[2:4]}"

    @property
    def sex(self) -> str:
        return "P" if int(self.digits[6:8]) > WOMEN else "L"

    def born(self, declared: date) -> date:
        """The date of birth: of the two possible centuries the one nearer to the declared date."""
        return min(_dates(self.digits), key=lambda day: (abs((day - declared).days), day))

    def fits_district(self, district: str) -> bool:
        """Whether a person of this district may well carry this NIK without having moved."""
        return self.district in (district, SPLIT_FROM.get(district))


def parse(text: str) -> Nik:
    """From 16 figures, spaces, dots and apostrophes allowed between them. Raises NotANik with every fault."""
    digits = re.sub(r"""[\s.\-_'’‘`"/]""", "", text)
    if found := faults(digits):
        raise NotANik(*found)
    return Nik(digits)


def faults(digits: str) -> tuple[Fault, ...]:
    """Everything that makes these figures impossible; empty: a possible NIK."""
    if not re.fullmatch(r"[0-9]{16}", digits):
        return (Fault.LENGTH,)
    found = []
    if digits[:2] not in provinces():
        found.append(Fault.PROVINCE)
    if not _dates(digits):
        found.append(Fault.DATE)
    if digits[12:] == "0000":
        found.append(Fault.SERIAL)
    return tuple(found)


def _dates(digits: str) -> list[date]:
    """The dates of birth its six middle figures may mean, earlier first."""
    of_month, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    if of_month > WOMEN:
        of_month -= WOMEN
    return [
        date(century + year, month, of_month)
        for century in CENTURIES
        if 1 <= month <= 12 and 1 <= of_month <= monthrange(century + year, month)[1]
    ]


def mask(nik: str) -> str:
    """As every listing shows it: 5321xxxxxxxx0001. Fewer than 9 figures are no NIK and stay readable."""
    return f"{nik[:4]}{'x' * (len(nik) - 8)}{nik[-4:]}" if len(nik) > 8 else nik


@cache
def provinces() -> frozenset[str]:
    """Codes of all provinces, those of the new Papua among them."""
    return frozenset(place.code for place in listed_provinces())
