"""What officers write in a cell → a value, for a whole column at once. What has no meaning gives null."""

from __future__ import annotations

from datetime import date

import polars as pl

from lindung.intake.reading import Cell
from lindung.kernel.days import MONTHS

BLANKS = ["", "-", "--", "---", "–", "—", ".", "N/A", "NULL", "NIHIL", "#N/A"]
MONTH_NUMBERS = (
    {name.upper(): number for number, name in enumerate(MONTHS, start=1)}
    | {name[:3].upper(): number for number, name in enumerate(MONTHS, start=1)}
    | {"AGUST": 8, "AGST": 8, "AGT": 8, "AUG": 8, "AUGUST": 8, "AUGUSTUS": 8, "SEPT": 9, "SEPTEMPER": 9, "NOP": 11}
    | {"NOPEMBER": 11, "DEC": 12, "DECEMBER": 12, "OCT": 10, "OCTOBER": 10, "MAY": 5, "PEBRUARI": 2, "PEB": 2}
    | {"FEBUARI": 2, "FEBRUARY": 2, "JANUARY": 1, "MARCH": 3, "JUNE": 6, "JULY": 7, "JUNY": 6, "MRT": 3}
)
YES = ["YA", "Y", "IYA", "YES", "1", "TRUE", "BENAR", "ADA", "V", "X", "BERSEDIA", "SETUJU", "SEHAT", "✓", "√"]
NO = ["TIDAK", "T", "TDK", "TIDAK ADA", "TIDAK BERSEDIA", "TIDAK SETUJU", "NO", "N", "0", "FALSE", "BUKAN", "BELUM"]
MALE = ["L", "LK", "LAKI", "LAKI LAKI", "LAKILAKI", "LELAKI", "PRIA", "M", "MALE"]
FEMALE = ["P", "PR", "PRP", "PEREMPUAN", "WANITA", "W", "F", "FEMALE"]
MARITAL = (
    dict.fromkeys(
        ["BELUM KAWIN", "BELUM MENIKAH", "BK", "BELUM", "LAJANG", "TIDAK KAWIN", "BLM KAWIN"], "Belum Kawin"
    )
    | dict.fromkeys(["KAWIN", "MENIKAH", "K", "NIKAH", "SUDAH MENIKAH", "SUDAH KAWIN", "KAWIN TERCATAT"], "Kawin")
    | dict.fromkeys(["KAWIN BELUM TERCATAT"], "Kawin")
    | dict.fromkeys(["CERAI HIDUP", "CH", "CERAI", "JANDA CERAI", "DUDA CERAI"], "Cerai Hidup")
    | dict.fromkeys(["CERAI MATI", "CM", "JANDA", "DUDA", "JANDA MATI", "DUDA MATI"], "Cerai Mati")
)
# Excel counts days from here (its day 60, 29 February 1900, never was; birthdays are later).
EXCEL_ZERO = date(1899, 12, 30)
LAST_SERIAL = 73_050  # end of 2099; the first of five figures is 18 May 1927
NAMED_DATE = r"^(?<d>\d{1,2})(?:[\s./,-]*(?<w>[A-Z]+)[\s./,-]*|[\s./,-]+(?<m>\d{1,2})[\s./,-]+)(?<y>\d{2}|\d{4})$"
SPACES = r"[\s\x{00A0}\x{200B}-\x{200D}\x{FEFF}]+"


def clean(text: pl.Expr) -> pl.Expr:
    """Single spaces, none at the ends, no Excel ="…" around; null where nothing is said."""
    bare = text.str.replace_all(SPACES, " ").str.strip_chars(" ")
    bare = bare.str.replace(r'^="(.*)"$', "${1}").str.strip_chars_start("'`’").str.strip_chars(" ")
    return pl.when(~bare.str.to_uppercase().is_in(BLANKS)).then(bare)


def key(text: pl.Expr) -> pl.Expr:
    """Folded for looking up: upper case, letters and figures, single spaces."""
    return clean(text).str.to_uppercase().str.replace_all(r"[^A-Z0-9✓√]+", " ").str.strip_chars(" ")


def digits(text: pl.Expr) -> pl.Expr:
    """Without the spaces, dots, apostrophes and strokes people put between figures."""
    return clean(text).str.replace_all(r"""[\s.\-_'’‘`"/]""", "")


def chosen(text: pl.Expr, meanings: dict[str, str]) -> pl.Expr:
    return key(text).replace_strict(meanings, default=None, return_dtype=pl.String)


def yes_no(text: pl.Expr) -> pl.Expr:
    meanings = dict.fromkeys(YES, True) | dict.fromkeys(NO, False)
    return key(text).replace_strict(meanings, default=None, return_dtype=pl.Boolean)


def sex(text: pl.Expr) -> pl.Expr:
    return chosen(text, dict.fromkeys(MALE, "L") | dict.fromkeys(FEMALE, "P"))


def marital(text: pl.Expr) -> pl.Expr:
    return chosen(text, MARITAL)


def phone(text: pl.Expr) -> pl.Expr:
    """+62 and 8 to 12 figures; the first of several numbers."""
    first = clean(text).str.split("/").list.first().str.split(",").list.first()
    figures = first.str.replace_all(r"[^0-9+]", "").str.replace(r"^(\+62|0062|62|0)+", "")
    return pl.when(figures.str.contains(r"^[1-9]\d{7,11}$")).then(pl.lit("+62") + figures)


def numbers(frame: pl.DataFrame, text: str) -> pl.Series:
    """Whole numbers of at least 0: 750000, 750.000, Rp 750.000,00, 750000.0. Each spelling is read once."""
    said = frame.select(pl.col(text).alias("said"))
    bare = clean(pl.col("said")).str.to_uppercase().str.replace(r"^(RP\.?|DESIL)", "").str.replace_all(r"\s", "")
    read = said.unique().with_columns(bare.str.replace(r"(,-|,0{1,2}|\.0{1,2})$", "").alias("bare"))
    grouped = pl.col("bare").str.contains(r"^\d{1,3}([.,]\d{3})+$")
    plain = pl.when(grouped).then(pl.col("bare").str.replace_all(r"[.,]", "")).otherwise("bare")
    read = read.select("said", plain.alias("plain"))
    figures = pl.when(pl.col("plain").str.contains(r"^\d{1,15}$")).then("plain").cast(pl.Int64, strict=False)
    read = read.select("said", figures.alias("number"))
    return said.join(read, on="said", how="left", nulls_equal=True, maintain_order="left")["number"]


def days(frame: pl.DataFrame, text: str, kind: str, *, latest: date) -> pl.Series:
    """Dates however written: date cells, Excel's serials, 17-08-1985, 17/8/85, 17 Agustus 1985, 1985-08-17.

    Two figures of a year mean the last such year not after `latest`. Day 31 of a short month is null.
    """
    said = frame.select(pl.col(text).alias("said"), (pl.col(kind) == Cell.NUMBER).alias("is_number"))
    # Birthdays repeat: each spelling is read once.
    read = said.unique().with_columns(_bare_date().alias("bare"))
    read = read.with_columns(_serial().alias("serial"), _spaced_date().alias("bare"))
    read = read.with_columns(
        pl.col("bare").str.extract_groups(r"^(?<y>\d{4})[-/. ](?<m>\d{1,2})[-/. ](?<d>\d{1,2})$").alias("iso"),
        pl.col("bare").str.extract_groups(NAMED_DATE).alias("named"),
    )
    word = pl.col("named").struct.field("w").replace_strict(MONTH_NUMBERS, default=None, return_dtype=pl.Int32)
    read = read.with_columns(
        _whole("iso", "d").fill_null(_whole("named", "d")).alias("first"),
        _whole("iso", "m").fill_null(_whole("named", "m")).fill_null(word).alias("second"),
        _whole("iso", "y").fill_null(_full_year(_whole("named", "y"), latest)).alias("year"),
    )
    serial = pl.lit(EXCEL_ZERO) + pl.duration(days=pl.col("serial"))
    read = read.select("said", "is_number", _calendar().fill_null(serial).alias("day"))
    joined = said.join(read, on=["said", "is_number"], how="left", nulls_equal=True, maintain_order="left")
    return joined["day"].cast(pl.Date)


def _bare_date() -> pl.Expr:
    """Without the day of the week or the place before it, the hour behind it."""
    bare = clean(pl.col("said")).str.to_uppercase().str.replace(r"^[A-Z']+,\s*", "")
    bare = bare.str.replace(r"^(TGL|TANGGAL)\.?\s*", "").str.replace(r"[ T]\d{1,2}[:.]\d{2}.*$", "")
    return bare.str.replace(r"^(\d{4,8})\.0$", "${1}")


def _serial() -> pl.Expr:
    days = pl.col("bare").cast(pl.Int32, strict=False)
    is_serial = pl.col("bare").str.contains(r"^\d{5}$") & (days <= LAST_SERIAL)
    return pl.when(is_serial).then(days)


def _spaced_date() -> pl.Expr:
    """17081985 and 19850817 with strokes; a number cell has lost the zero of 01081985."""
    bare = pl.col("bare")
    seven = pl.col("is_number") & bare.str.contains(r"^\d{7}$")
    eight = pl.when(seven | bare.str.contains(r"^\d{8}$")).then(bare.str.zfill(8))
    return (
        pl.when(eight.str.contains(r"^(19|20)\d{2}(0[1-9]|1[0-2])"))
        .then(eight.str.replace(r"^(\d{4})(\d{2})(\d{2})$", "${1}-${2}-${3}"))
        .when(eight.is_not_null())
        .then(eight.str.replace(r"^(\d{2})(\d{2})(\d{4})$", "${1}-${2}-${3}"))
        .otherwise(bare)
    )


def _whole(groups: str, name: str) -> pl.Expr:
    return pl.col(groups).struct.field(name).cast(pl.Int32, strict=False)


def _full_year(year: pl.Expr, latest: date) -> pl.Expr:
    this = latest.year % 100
    century = latest.year - this
    return pl.when(year >= 100).then(year).when(year <= this).then(year + century).otherwise(year + century - 100)


def _calendar() -> pl.Expr:
    """The date, null where the calendar has none. 08/17/1985 has one meaning only: an American sheet wrote it."""
    first, second, year = pl.col("first"), pl.col("second"), pl.col("year")
    american = (second > 12) & (first <= 12)
    month = pl.when(american).then(first).otherwise(second)
    of_month = pl.when(american).then(second).otherwise(first)
    written = pl.format("{}-{}-{}", year, month, of_month)
    return pl.when(year.is_between(1850, 2150)).then(written.str.to_date("%Y-%m-%d", strict=False))
