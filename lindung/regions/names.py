"""Names of places, folded so that what two officers write of one village compares equal."""

from __future__ import annotations

import re
import unicodedata

# "Kota" stays: Kota Kupang and Kabupaten Kupang are two districts.
KIND_WORDS = frozenset(
    {"PROVINSI", "PROV", "KABUPATEN", "KAB", "KECAMATAN", "KEC", "DESA", "DS", "KELURAHAN", "KEL"}
)
ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4", "V": "5", "VI": "6", "VII": "7", "VIII": "8", "IX": "9"}


def fold(name: str) -> str:
    """Upper case, letters and figures, single spaces: fold("Desa Oh'aem II") == fold("OHAEM 2") == "OHAEM 2"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    words = re.sub(r"[^A-Z0-9]+", " ", re.sub(r"['`]", "", plain)).split()
    if len(words) > 1 and words[0] in KIND_WORDS:
        words = words[1:]
    return " ".join(words[:1] + [ROMAN.get(word, word) for word in words[1:]])
