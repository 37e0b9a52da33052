"""Names as they are borne in Nusa Tenggara Timur, from `data/names.yaml`, and where which are borne."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml


class Society(NamedTuple):
    """Whose clan names a district bears, and the shares of Catholics and Protestants; the rest are Muslims.

    Shares are rough, by memory of public statistics: they colour the demo and decide nothing.
    """

    clans: str
    catholic: float
    protestant: float


SOCIETIES = {
    "53.01": Society("dawan", 0.11, 0.87),
    "53.02": Society("dawan", 0.09, 0.9),
    "53.03": Society("dawan", 0.93, 0.06),
    "53.04": Society("tetun", 0.92, 0.06),
    "53.05": Society("alor", 0.03, 0.73),
    "53.06": Society("lamaholot", 0.81, 0.01),
    "53.07": Society("sikka", 0.87, 0.02),
    "53.08": Society("ende_lio", 0.7, 0.03),
    "53.09": Society("ngada", 0.9, 0.03),
    "53.10": Society("manggarai", 0.95, 0.01),
    "53.11": Society("sumba", 0.09, 0.84),
    "53.12": Society("sumba", 0.2, 0.78),
    "53.13": Society("lamaholot", 0.7, 0.02),
    "53.14": Society("rote", 0.03, 0.93),
    "53.15": Society("manggarai", 0.77, 0.02),
    "53.16": Society("ende_lio", 0.89, 0.02),
    "53.17": Society("sumba", 0.25, 0.74),
    "53.18": Society("sumba", 0.55, 0.44),
    "53.19": Society("manggarai", 0.93, 0.01),
    "53.20": Society("sabu", 0.03, 0.95),
    "53.21": Society("tetun", 0.95, 0.04),
    "53.71": Society("kupang", 0.25, 0.66),
}
# The capital draws people from all islands around.
KUPANG = ("rote", "sabu", "dawan", "lamaholot")
# Words in a village's name that speak of the sea.
COASTAL_WORDS = frozenset(
    {"nanga", "labuan", "labuhan", "tanjung", "pantai", "pulau", "nusa", "pota", "wai", "bajo", "namo", "laut"}
)


def words(kind: str) -> list[str]:
    """One list of the file, e.g. words("catholic_men"); words("kupang") joins those of four islands."""
    if kind == "kupang":
        return [name for island in KUPANG for name in words(island)]
    return [name.replace("-", " ") for name in _lists()[kind].split()]


@cache
def _lists() -> dict[str, str]:
    text = files("lindung.demo").joinpath("data/names.yaml").read_text(encoding="utf-8")
    lists: dict[str, str] = yaml.safe_load(text)
    return lists
