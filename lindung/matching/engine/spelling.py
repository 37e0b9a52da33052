"""Names as they sound: what two officers write of one name becomes the same letters.

Rules of spelling only. Nothing here says of which faith or people a name is, and nothing may.
"""

from __future__ import annotations

import polars as pl

# Forms of one name that no rule of spelling joins. What merely begins a name ("Yoh.", "Fr.", "Ma.") is not among
# them: it may stand for several, and `naming` takes it for whichever the other name has.
FORMS = {
    "YHS": "YOHANES", "YOHS": "YOHANES", "MRI": "MARIA", "MERI": "MARIA", "MERY": "MARIA", "MERRY": "MARIA",
    "FRS": "FRANSISKUS", "FRANS": "FRANSISKUS", "PTR": "PETRUS", "AGS": "AGUSTINUS", "SEFU": "YOSEF",
    "MUH": "MUHAMMAD", "MOH": "MUHAMMAD", "MUHD": "MUHAMMAD", "MHD": "MUHAMMAD", "MOHD": "MUHAMMAD",
    "MOHAMMAD": "MUHAMMAD", "MOHAMAD": "MUHAMMAD", "ABDL": "ABDUL", "ST": "SITI", "AHMD": "AHMAD",
}  # fmt: skip
# What is written before or after a name and is no part of it.
TITLES = {
    "BAPAK", "IBU", "BPK", "SDR", "SDRI", "TN", "NY", "NN", "ALM", "ALMH", "ALMARHUM", "ALMARHUMAH", "HAJI",
    "HAJJAH", "DRS", "DRA", "SPD", "SE", "SH", "AMD", "BIN", "BINTI",
}  # fmt: skip
# Letters in the order they are replaced; longer groups first.
LETTERS = [
    ("ERY", "RY"), ("ERI", "RI"), ("PH", "F"), ("TH", "T"), ("DH", "D"), ("KH", "K"), ("SY", "S"), ("CH", "K"),
    ("CK", "K"), ("KS", "S"), ("OE", "U"),
    ("DJ", "Y"), ("TJ", "K"), ("QU", "K"), ("X", "S"), ("Q", "K"), ("Z", "S"), ("V", "F"), ("P", "F"), ("C", "K"),
    ("J", "Y"), ("IE", "I"), ("EI", "I"), ("IA", "A"), ("YA", "A"), ("H", ""), ("Y", "I"), ("E", "I"),
]  # fmt: skip


def words(text: str) -> list[str]:
    """The words of a name, upper case, other forms made one, without titles."""
    found: list[str] = _frame([text])["words"][0].to_list()
    return found


def sounds(text: str) -> list[str]:
    """The words of a name as they sound: sounds("Johanis Berya") == sounds("Yohanes Bria")."""
    found: list[str] = _frame([text])["sounds"][0].to_list()
    return found


def _frame(names: list[str | None]) -> pl.DataFrame:
    return spelt(pl.Series("name", names, dtype=pl.String))


def spelt(names: pl.Series) -> pl.DataFrame:
    """For every name: `words` and `sounds`, both lists in the order written; an empty name gives null."""
    unique = names.drop_nulls().unique()
    listed = (
        pl.DataFrame({"name": unique})
        .with_columns(
            pl.col("name").str.normalize("NFKD").str.to_uppercase()
            .str.replace_all(r"['`’‘\x{0300}-\x{036f}]", "")
            .str.replace_all(r"[^A-Z]+", " ").str.strip_chars().str.split(" ").alias("word")
        )
        .explode("word", empty_as_null=True)
        .filter((pl.col("word") != "") & ~pl.col("word").is_in(list(TITLES)))
        .with_columns(pl.col("word").replace(FORMS))
    )  # fmt: skip
    heard = pl.DataFrame({"word": listed["word"].unique()}).with_columns(_heard(pl.col("word")).alias("sound"))
    lists = (
        listed.join(heard, on="word", how="left", maintain_order="left")
        .group_by("name", maintain_order=True)
        .agg(pl.col("word").alias("words"), pl.col("sound").alias("sounds"))
    )
    return pl.DataFrame({"name": names}).join(lists, on="name", how="left", maintain_order="left").drop("name")


def _heard(word: pl.Expr) -> pl.Expr:
    """One word as it sounds. What would be left without a letter stays as it is written."""
    sound = word
    for written, heard in LETTERS:
        sound = sound.str.replace_all(written, heard, literal=True)
    # The regex engine knows no backreference: doubled letters are undoubled one letter at a time.
    for letter in "ABDFGIKLMNORSTUW":
        sound = sound.str.replace_all(f"{letter}{letter}+", letter)
    return pl.when(sound != "").then(sound).otherwise(word)
