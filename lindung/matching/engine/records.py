"""The columns of a record, and what is made of them once before any pair is looked at."""

from __future__ import annotations

from functools import cache

import polars as pl

from lindung.matching.engine.spelling import spelt
from lindung.regions import catalogue

FIELDS: dict[str, type[pl.DataType]] = {
    "row": pl.Int64,
    "nik": pl.String,
    "name": pl.String,
    "birth_date": pl.Date,
    "sex": pl.String,  # L or P
    "mother_name": pl.String,
    "household": pl.String,  # number of the family card
    "phone": pl.String,
    "village": pl.String,  # Kemendagri code, PP.KK.CC.VVVV
    "place": pl.String,  # what is written of the place where there is no code
}
VILLAGE = r"^\d\d\.\d\d\.\d\d\.\d{4}$"
NOWHERE = pl.DataFrame(schema={"village": pl.String, "latitude": pl.Float64, "longitude": pl.Float64})
MOST_BORN = 99  # in one subdistrict on one day
WOMEN = 40  # a woman's day of birth inside the NIK


def records(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with exactly FIELDS: unknown columns dropped, lacking ones null, empty text null; rows numbered."""
    if "row" not in frame.columns:
        frame = frame.with_row_index("row", offset=1)
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in FIELDS.items()
    ).with_columns(
        pl.when(pl.col(name).str.strip_chars() != "").then(pl.col(name).str.strip_chars())
        for name, kind in FIELDS.items()
        if kind is pl.String
    )


def prepared(frame: pl.DataFrame) -> pl.DataFrame:
    """Records with what comparing and blocking need: names as they sound, parts of the NIK, places cut to size."""
    frame = records(frame)
    name, mother = spelt(frame["name"]), spelt(frame["mother_name"])
    figures = pl.col("nik").str.replace_all(r"\D", "")
    nik = pl.when(figures.str.len_chars() == 16).then(figures)
    place = _plain(pl.col("place"))
    return (
        frame.with_columns(
            name["sounds"].alias("sounds"),
            mother["sounds"].alias("mother"),
            nik.alias("nik"),
            figures.alias("figures"),
        )
        .with_columns(
            pl.col("sounds").list.sort().list.join(" ").alias("heard"),
            pl.col("mother").list.sort().list.join(" ").alias("mother_heard"),
            # A slip in one half of the number leaves the other half standing.
            pl.col("nik").str.slice(0, 8).alias("nik_front"),
            pl.col("nik").str.slice(8, 8).alias("nik_back"),
            pl.col("nik").str.slice(0, 12).alias("nik_stem"),
            pl.col("nik").str.slice(0, 6).alias("nik_place"),
            pl.col("nik").str.slice(12, 4).alias("nik_serial"),
            (_serial_too_high(pl.col("nik")) | ~pl.col("nik").str.slice(0, 6).is_in(_known_places())).alias(
                "nik_odd"
            ),
            _nik_day(pl.col("nik")).alias("nik_day"),
            _nik_sex(pl.col("nik")).alias("nik_sex"),
            pl.col("birth_date").dt.strftime("%d%m%y").alias("day"),
            pl.col("birth_date").dt.year().cast(pl.String).alias("year"),
            pl.col("birth_date").dt.strftime("%d%m").alias("month_day"),
            pl.col("household").str.replace_all(r"\D", ""),
            pl.col("phone").str.replace_all(r"\D", "").str.slice(-9).alias("phone"),
            pl.col("village").fill_null(place).alias("village"),
        )
        .with_columns(
            pl.col("village").str.slice(0, 8).alias("subdistrict"),
            pl.col("village").str.slice(0, 5).alias("district"),
        )
        .pipe(_placed)
    )


def _placed(frame: pl.DataFrame) -> pl.DataFrame:
    """With latitude and longitude of the villages that have a code."""
    provinces = frame.filter(pl.col("village").str.contains(VILLAGE))["village"].str.slice(0, 2).unique().sort()
    places = pl.concat([NOWHERE, *(_coordinates(province) for province in provinces)])
    return frame.join(places, on="village", how="left", maintain_order="left")


@cache
def _coordinates(province: str) -> pl.DataFrame:
    try:
        places = catalogue.village_places(province)
    except FileNotFoundError:  # no such province
        return NOWHERE
    rows = [(place.code, place.latitude, place.longitude) for place in places]
    return pl.DataFrame(rows, schema=NOWHERE.schema, orient="row")


def _serial_too_high(nik: pl.Expr) -> pl.Expr:
    """0000, or more births in one subdistrict on one day than there are."""
    return ~nik.str.slice(12, 4).cast(pl.Int32).is_between(1, MOST_BORN)


@cache
def _known_places() -> list[str]:
    return [place.code.replace(".", "") for place in catalogue.subdistricts()]


def _plain(text: pl.Expr) -> pl.Expr:
    return text.str.to_uppercase().str.replace_all(r"[^A-Z0-9]+", " ").str.strip_chars()


def _nik_day(nik: pl.Expr) -> pl.Expr:
    """The birth date a NIK carries as DDMMYY, a woman's day brought back."""
    of_month = nik.str.slice(6, 2).cast(pl.Int32, strict=False)
    plain = pl.when(of_month > WOMEN).then(of_month - WOMEN).otherwise(of_month)
    return plain.cast(pl.String).str.zfill(2) + nik.str.slice(8, 4)


def _nik_sex(nik: pl.Expr) -> pl.Expr:
    of_month = nik.str.slice(6, 2).cast(pl.Int32, strict=False)
    return pl.when(of_month > WOMEN).then(pl.lit("P")).when(of_month.is_not_null()).then(pl.lit("L"))
