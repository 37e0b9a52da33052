"""The records of FEBRL's public test sets (Australian names and addresses), compared by the same machinery."""

from __future__ import annotations

import polars as pl

COLUMNS = [
    "given_name", "surname", "street_number", "address_1", "address_2", "suburb", "postcode", "state",
    "date_of_birth",
]  # fmt: skip


def prepared(frame: pl.DataFrame) -> pl.DataFrame:
    plain = [pl.col(name).cast(pl.String).str.strip_chars().replace("", None) for name in COLUMNS]
    return frame.select(pl.col("row").cast(pl.Int64), *plain).with_columns(
        # Given name and surname, and the two lines of the address, are often exchanged.
        pl.concat_list("given_name", "surname").list.drop_nulls().alias("names"),
        pl.concat_list("address_1", "address_2").list.drop_nulls().alias("lines"),
        pl.col("date_of_birth").str.slice(0, 4).alias("year"),
        pl.col("date_of_birth").str.slice(4, 4).alias("month_day"),
    )
