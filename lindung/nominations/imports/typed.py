"""From raw text to typed columns, and the warnings for what could not be read."""

from __future__ import annotations

from datetime import date
from functools import cache

import polars as pl
from rapidfuzz import fuzz, process

from lindung.intake import values
from lindung.intake.judgement import told
from lindung.intake.layouts import Layout, Table
from lindung.intake.reading import Cell
from lindung.nominations import problems
from lindung.nominations.imports import nik_column
from lindung.people.occupations import standard_list

PLAIN = [
    "birth_place", "mother_name", "address", "rt", "rw", "village", "subdistrict", "district", "postcode",
    "account_bank", "witness", "heir_name", "heir_relation",
]  # fmt: skip
YES_NO = ["disability", "extreme_poor", "account_consent", "working_well"]
# What each column should have held, in the words of the warning.
WANTED = {
    "sex": "L atau P",
    "marital": "Belum Kawin, Kawin, Cerai Hidup atau Cerai Mati",
    "phone": "nomor telepon",
    "email": "alamat email",
    "income": "jumlah rupiah",
    "decile": "desil 1 sampai 10",
    "account": "nomor rekening",
    "working_well_on": "tanggal",
} | dict.fromkeys(YES_NO, "Ya atau Tidak")
OTHER = "lainnya"
NEAR_OCCUPATION = 88
BIRTH = r"^(?<place>\D*?)[\s,./-]*(?<date>\d.*)$"
LONGEST_VALUE = 120


def typed(table: Table, *, start: date) -> pl.DataFrame:
    """The table with every column of the layout typed under its key; `<key>.raw` keeps the text as cleaned."""
    text = {key: pl.col(key) for key in table.frame.columns}
    born = text["birth"].pipe(values.clean).str.extract_groups(BIRTH)
    frame = table.frame.with_columns(
        pl.coalesce(values.clean(text["birth_place"]), born.struct.field("place")).alias("birth_place"),
        pl.coalesce(values.clean(text["birth_date"]), born.struct.field("date")).alias("birth_date"),
    )
    read: list[pl.Expr | pl.Series] = [
        values.digits(text["nik"]).alias("figures"),
        nik_column.as_number().fill_null(False).alias("as_number"),
        values.clean(text["name"]).alias("name"),
        values.days(frame, "birth_date", "birth_date.kind", latest=start).alias("birth_date"),
        values.days(frame, "working_well_on", "working_well_on.kind", latest=start).alias("working_well_on"),
        values.sex(text["sex"]).alias("sex"),
        values.marital(text["marital"]).alias("marital"),
        _household(text["kk"]).alias("kk"),
        values.phone(text["phone"]).alias("phone"),
        _email(text["email"]).alias("email"),
        values.clean(text["occupation"]).alias("occupation"),
        values.numbers(frame, "income").alias("income"),
        _decile(values.numbers(frame, "decile")).alias("decile"),
        _account(text["account"]).alias("account"),
        values.clean(text["village_code"]).alias("village_code"),
        values.clean(text["kunci"]).alias("key"),
        *(values.clean(text[key]).alias(key) for key in PLAIN),
        *(values.yes_no(text[key]).alias(key) for key in YES_NO),
    ]
    raw = ["birth_date", "kk", *WANTED]
    frame = frame.with_columns(*read, *(values.clean(text[key]).alias(f"{key}.raw") for key in raw))
    possible = nik_column.is_possible(pl.col("figures")) & ~pl.col("as_number")
    return frame.with_columns(
        pl.when(possible).then("figures").alias("nik"), _occupations(frame["occupation"]).alias("occupation_code")
    )


def _household(text: pl.Expr) -> pl.Expr:
    """A number cell has lost the last figures, as with the NIK; an unreliable number is no number."""
    figures = values.digits(text)
    return pl.when(figures.str.contains(r"^[0-9]{16}$") & (pl.col("kk.kind") != Cell.NUMBER)).then(figures)


def _email(text: pl.Expr) -> pl.Expr:
    address = values.clean(text).str.to_lowercase()
    return pl.when(address.str.contains(r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$")).then(address)


def _decile(numbers: pl.Series) -> pl.Series:
    return numbers.set(~numbers.is_between(1, 10), None).cast(pl.Int16)


def _account(text: pl.Expr) -> pl.Expr:
    figures = values.digits(text)
    return pl.when(figures.str.contains(r"^[0-9]{5,20}$")).then(figures)


@cache
def _occupation_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for entry in standard_list():
        for name in (entry.code.replace("_", " "), entry.name, *entry.synonyms):
            names.setdefault(_occupation_key(name), entry.code)
    return names


def _occupation_key(name: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in name.upper()).split())


def _occupations(written: pl.Series) -> pl.Series:
    """Codes of the standard list; a slip of the pen is forgiven, anything else is `lainnya`."""
    names = _occupation_names()
    codes: dict[str, str] = {}
    for text in written.unique().drop_nulls().to_list():
        name = _occupation_key(text)
        near = None if name in names else process.extractOne(name, list(names), scorer=fuzz.ratio)
        codes[text] = names.get(name) or (names[near[0]] if near and near[1] >= NEAR_OCCUPATION else OTHER)
    return written.replace_strict(codes, default=None, return_dtype=pl.String)


def warnings(frame: pl.DataFrame, table: Table, layout: Layout) -> list[pl.DataFrame]:
    """What a row may lack: it passes, with the cell left empty."""
    found = [
        told(
            problems.UNREADABLE,
            frame.filter(pl.col(f"{key}.raw").is_not_null() & pl.col(key).is_null()),
            column=table.title(key, layout),
            value=shown(f"{key}.raw"),
            wanted=pl.lit(wanted),
        )
        for key, wanted in WANTED.items()
    ]
    lost_household = pl.col("kk.raw").is_not_null() & pl.col("kk").is_null()
    strange = (pl.col("occupation_code") == OTHER) & ~_says_other(pl.col("occupation"))
    return [
        *found,
        told(
            problems.KK_UNREADABLE,
            frame.filter(lost_household),
            column=table.title("kk", layout),
            value=nik_column.masked(pl.col("kk.raw")),
        ),
        told(
            problems.OCCUPATION_UNKNOWN,
            frame.filter(strange),
            column=table.title("occupation", layout),
            value=shown("occupation"),
        ),
        told(
            problems.NOT_WORKING_WELL,
            frame.filter(~pl.col("working_well")),
            column=table.title("working_well", layout),
            value=shown("working_well.raw"),
        ),
    ]


def _says_other(occupation: pl.Expr) -> pl.Expr:
    names = [name for name, code in _occupation_names().items() if code == OTHER]
    return values.key(occupation).is_in(names)


def shown(column: str) -> pl.Expr:
    """A found value as a problem shows it: not longer than a line."""
    return pl.col(column).str.slice(0, LONGEST_VALUE)
