"""Who receives the money of a member who died: the first rank of the law's list that exists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from lindung.policy.facts import known
from lindung.policy.law import Law, Value, current
from lindung.policy.results import ESTIMATE, Notice, source_as_dict
from lindung.policy.words import Text, fill

WILL, ARRANGER = "will", "arranger"


@dataclass(frozen=True, slots=True)
class Heirs:
    """`entitled` are the relations of the ruling rank; `funeral_only` when nobody but the arranger is left."""

    rank: int | None
    label: Text
    entitled: tuple[str, ...]
    excluded: tuple[str, ...]
    funeral_only: bool
    warnings: tuple[Notice, ...]
    sources: tuple[Value, ...]

    def as_dict(self, lang: str = "id") -> dict[str, Any]:
        return {
            "rank": self.rank,
            "label": self.label.in_(lang),
            "entitled": list(self.entitled),
            "excluded": list(self.excluded),
            "funeral_only": self.funeral_only,
            "warnings": [notice.text.in_(lang) for notice in self.warnings],
            "sources": [source_as_dict(source) for source in self.sources],
            "estimate": ESTIMATE.in_(lang),
        }


def relations(on: date, law: Law | None = None) -> tuple[str, ...]:
    """Every relation the law's list knows, in its order."""
    return tuple(code for row in (law or current()).at("heirs", on).value for code in row["codes"])


def heirs(
    *,
    on: date,
    family: Iterable[str],
    minors: bool = False,
    will_notarial: bool | None = None,
    law: Law | None = None,
) -> Heirs:
    """`family` are the relations of those alive, such as spouse, child, sibling; minors: one of them is a minor."""
    law = law or current()
    order = law.at("heirs", on)
    words = relations(on, law)
    present = tuple(dict.fromkeys(known("Hubungan keluarga", one, words) for one in family))
    ruling = next((row for row in order.value if set(row["codes"]) & set(present)), None)
    entitled = tuple(one for one in words if ruling and one in ruling["codes"] and one in present)
    said = [*_cautions(law, on, order, entitled, minors, will_notarial)]
    sources = (order, *(notice.source for notice in said if notice.source and notice.source is not order))
    return Heirs(
        rank=ruling["rank"] if ruling else None,
        label=Text(ruling["id"], ruling["en"]) if ruling else NOBODY,
        entitled=entitled,
        excluded=tuple(one for one in present if one not in entitled),
        funeral_only=ruling is None or ARRANGER in entitled,
        warnings=tuple(said),
        sources=sources,
    )


NOBODY = Text("belum ada penerima yang diketahui", "no payee is known yet")


def _cautions(
    law: Law, on: date, order: Value, entitled: tuple[str, ...], minors: bool, notarial: bool | None
) -> Iterable[Notice]:
    if not entitled:
        court = law["heir_court"].at(on)
        yield Notice("no-heir", NO_HEIR, court or order)
    if len(entitled) > 1:
        yield Notice("shares", SHARES, order)
    if minors:
        yield Notice("guardian", GUARDIAN, order)
    deed = law["will_notarial"].at(on)
    if WILL in entitled and deed and not notarial:
        yield Notice("will-notarial", DEED, deed)
    if ARRANGER in entitled:
        yield Notice("funeral-only", FUNERAL_ONLY, order)


NO_HEIR = fill(
    "Tidak ada keluarga dalam daftar. Cari ahli waris lain; di luar daftar diperlukan penetapan pengadilan.",
    "No family member of the list. Look for other heirs; outside the list a court's determination is needed.",
)
SHARES = fill(
    "Pembagian di antara ahli waris sederajat tidak diatur; sepakati dalam surat keterangan ahli waris.",
    "How heirs of one rank share is not regulated; let the letter of heirs state it.",
)
GUARDIAN = fill(
    "Ada ahli waris di bawah umur: siapkan penetapan wali dan rekening atas nama wali.",
    "An heir is a minor: have the guardianship and an account in the guardian's name ready.",
)
DEED = fill("Wasiat harus berupa akta notaris.", "The will must be a notarial deed.")
FUNERAL_ONLY = fill(
    "Hanya biaya pemakaman yang dibayarkan; sisanya menjadi Dana Jaminan Sosial.",
    "Only the funeral is paid; the rest goes to the social security fund.",
)
