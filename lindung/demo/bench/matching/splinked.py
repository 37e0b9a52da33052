"""The floor: Splink's predict on DuckDB over the same prepared rows, the same candidates, the model's weights.

In its clock: blocking on ready-made key columns, the comparisons as SQL levels with the model's m and u, term
frequencies where the model lets rarity count, and the scored pairs above the look as a table in memory. Not in it:
starting DuckDB, registering the rows, making the key columns; our own keys are made inside our own clock. Splink
knows no relatives: it weighs against strangers only, which is less to do.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from lindung.demo.gauge import seconds
from lindung.matching.engine import Model
from lindung.matching.engine.blocking import TOO_COMMON, keys_of
from lindung.matching.engine.comparing import CLOSE, KM_PER_DEGREE, NEAR, NEIGHBOURS_KM, SAME_PLACE, TWINS_APART
from lindung.matching.engine.model import Comparison

Levels = tuple[str, dict[str, str]]  # when one of the two says nothing; the condition of every level by its name
ALIKE_NAMES = 0.9  # Jaro-Winkler of two whole names: what word by word is in ours


class Floor:
    """Splink made ready for two lists or one."""

    def __init__(self, model: Model, left: pl.DataFrame, right: pl.DataFrame | None) -> None:
        from splink import DuckDBAPI, Linker

        logging.getLogger("splink").setLevel(logging.ERROR)
        prepared = [model.prepare(frame) for frame in (left, right) if frame is not None]
        frames = _with_keys(model, prepared)
        api = DuckDBAPI()
        tables = [
            api.register(frame.to_arrow(), dataset_display_name=f"list_{turn}") for turn, frame in enumerate(frames)
        ]
        population = frames[-1].height
        self.model = model
        self.linker = Linker(
            tables if len(tables) > 1 else tables[0], _settings(model, population, frames), log_level=logging.ERROR
        )

    def seconds(self) -> tuple[float, int]:
        """Seconds of one predict, and how many pairs it scored above the look."""
        scored: list[Any] = []

        def predict() -> None:
            found = self.linker.inference.predict(threshold_match_weight=self.model.look)
            scored.append(found)

        taken = seconds(predict)
        count = len(scored[0].as_duckdbpyrelation())
        scored[0].drop_table_from_database_and_remove_from_cache()
        return taken, count


def _settings(model: Model, population: int, frames: list[pl.DataFrame]) -> Any:
    from splink import SettingsCreator
    from splink.blocking_rule_library import CustomRule

    keys = [name for name in frames[0].columns if name.startswith("key_")]
    return SettingsCreator(
        link_type="dedupe_only" if len(frames) == 1 else "link_only",
        unique_id_column_name="row",
        probability_two_random_records_match=_probability(model.prior(population)),
        comparisons=[_comparison(entry) for entry in model.comparisons],
        blocking_rules_to_generate_predictions=[
            CustomRule(f"l.{key} = r.{key}", arrays_to_explode=[key])
            if isinstance(frames[0].schema[key], pl.List)
            else CustomRule(f"l.{key} = r.{key}")
            for key in keys
        ],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )


def _probability(weight: float) -> float:
    odds = 2.0**weight
    return float(odds / (1 + odds))


def _with_keys(model: Model, frames: list[pl.DataFrame]) -> list[pl.DataFrame]:
    """Each list with a column of its keys for every rule, as the matcher makes them, without the overfull ones."""
    keyed = [keys_of(frame, model).with_columns(rule=pl.col("key").str.extract(r"^(\d+)")) for frame in frames]
    fitting = keyed[-1].group_by("key").len().filter(pl.col("len") <= TOO_COMMON).select("key")
    done = []
    for frame, keys in zip(frames, keyed, strict=True):
        kept = keys.join(fitting, on="key", how="semi").with_columns(pl.col("key").hash())
        for rule in range(len(model.blocking)):
            of_rule = kept.filter(rule=str(rule))
            many = _makes_many(frame, model.blocking[rule])
            column = pl.col("key") if many else pl.col("key").first()
            grouped = of_rule.group_by("row").agg(column.alias(f"key_{rule}"))
            frame = frame.join(grouped, on="row", how="left", maintain_order="left")
        done.append(frame)
    return done


def _makes_many(frame: pl.DataFrame, rule: Sequence[str]) -> bool:
    """Whether a row may have several keys by this rule: one of its columns is a list of words."""
    return any(isinstance(frame.schema[part.partition(":")[0]], pl.List) for part in rule)


def _comparison(entry: Comparison) -> Any:
    """The comparison as Splink's levels; the last, ELSE, is our level 0."""
    from splink.comparison_level_library import CustomLevel, ElseLevel
    from splink.comparison_library import CustomComparison

    unsaid, conditions = KINDS[entry.kind](entry.column)
    levels: list[Any] = [CustomLevel(unsaid).configure(is_null_level=True)]
    for level in entry.levels[:0:-1]:
        if level.name not in conditions:
            raise ValueError(f"{entry.name}: the level {level.name} has no SQL")
        options: dict[str, Any] = {"m_probability": level.m, "u_probability": level.u}
        if entry.rarity and level.name == "same":
            options |= {"tf_adjustment_column": _heard(entry.column), "disable_tf_exact_match_detection": True}
        levels.append(CustomLevel(conditions[level.name]).configure(**options))
    least = entry.levels[0]
    levels.append(ElseLevel().configure(m_probability=least.m, u_probability=least.u))
    return CustomComparison(output_column_name=entry.name, comparison_levels=levels)


def _unsaid(column: str) -> str:
    return f"{column}_l IS NULL OR {column}_r IS NULL"


def _same(column: str) -> str:
    return f"{column}_l = {column}_r"


def _slip(column: str) -> str:
    return f"damerau_levenshtein({column}_l, {column}_r) <= 1"


def _alike(column: str, least: float) -> str:
    return f"jaro_winkler_similarity({column}_l, {column}_r) >= {least}"


def _heard(column: str) -> str:
    return "heard" if column == "sounds" else f"{column}_heard"


def _nik(_: str) -> Levels:
    place = f"{_same('nik_place')} AND {_same('nik_serial')}"
    apart = "abs(CAST(nik_serial_l AS INTEGER) - CAST(nik_serial_r AS INTEGER))"
    neighbour = f"({_same('nik_stem')} AND {apart} <= {TWINS_APART})"
    odd = "nik_odd_l <> nik_odd_r OR ((nik_day_l <> day_l) <> (nik_day_r <> day_r))"
    return _unsaid("figures"), {
        "same": _same("nik"),
        "typo": f"{_slip('figures')} AND (nik_l IS NULL OR nik_r IS NULL OR {odd})",
        "slip": f"{_slip('nik')} AND NOT {neighbour}",
        "neighbour": f"{_slip('nik')} AND {neighbour}",
        "parts": place,
    }


def _birth(_: str) -> Levels:
    year = "year(birth_date_l) = year(birth_date_r)"
    crossed = "day(birth_date_l) = month(birth_date_r) AND month(birth_date_l) = day(birth_date_r)"
    rounded = "(day(birth_date_{0}) = 1 AND month(birth_date_{0}) IN (1, 7))"
    ours, theirs = rounded.format("l"), rounded.format("r")
    slipped = (
        "(day(birth_date_l) = day(birth_date_r) AND month(birth_date_l) = month(birth_date_r)"
        " AND abs(year(birth_date_l) - year(birth_date_r)) IN (1, 2, 10))"
        " OR damerau_levenshtein(strftime(birth_date_l, '%d%m%Y'), strftime(birth_date_r, '%d%m%Y')) <= 1"
    )
    told = "nik_day_l = day_r OR nik_day_r = day_l"
    return _unsaid("birth_date"), {
        "same": f"{_same('birth_date')} AND NOT {ours}",
        "rounded": _same("birth_date"),
        "exchanged": f"({year} AND {crossed}) OR ({year} AND ({ours} OR {theirs})) OR {told}",
        "slip": slipped,
        "year": "abs(birth_date_l - birth_date_r) <= 366",
    }


def _sex(_: str) -> Levels:
    ours, theirs = "coalesce(sex_l, nik_sex_l)", "coalesce(sex_r, nik_sex_r)"
    return f"{ours} IS NULL OR {theirs} IS NULL", {"same": f"{ours} = {theirs}", "typo": _same("nik_sex")}


def _equal(column: str) -> Levels:
    return _unsaid(column), {"same": _same(column)}


def _near(column: str) -> Levels:
    return _unsaid(column), {"same": _same(column), "slip": _slip(column)}


def _village(_: str) -> Levels:
    coded = "latitude_l IS NOT NULL AND latitude_r IS NOT NULL"
    spelt = f"(NOT ({coded}) AND {_alike('village', SAME_PLACE)})"
    away = f"(power(latitude_l - latitude_r, 2) + power(longitude_l - longitude_r, 2)) * {KM_PER_DEGREE**2}"
    return f"({_unsaid('village')}) OR (NOT ({coded}) AND NOT {spelt} AND NOT {_same('village')})", {
        "same": f"{_same('village')} OR {spelt}",
        "near": f"{_same('subdistrict')} OR {away} <= {NEIGHBOURS_KM**2}",
        "district": _same("district"),
    }


def _text(columns: str) -> Levels:
    column, _, other = columns.partition("/")
    other = other or column
    moved = f"{column}_l = {other}_r OR {other}_l = {column}_r"
    return f"({_unsaid(column)}) AND NOT coalesce({moved}, false)", {
        "same": _same(column),
        "moved": moved,
        "near": _alike(column, CLOSE),
        "alike": _alike(column, NEAR),
    }


def _name(column: str) -> Levels:
    heard = _heard(column)
    fewer = f"least(len({column}_l), len({column}_r))"
    shared = f"len(list_intersect({column}_l, {column}_r))"
    return f"{_unsaid(heard)} OR {heard}_l = '' OR {heard}_r = ''", {
        "same": _same(heard),
        "parts": f"{fewer} >= 2 AND {shared} = {fewer}",
        "misspelt": _slip(heard),
        "alike": _alike(heard, ALIKE_NAMES),
        "lone": f"{shared} = {fewer}",
        "common": f"{shared} >= 1",
    }


# The kinds of comparison a model file names, as SQL.
KINDS: dict[str, Callable[[str], Levels]] = {
    "nik": _nik,
    "birth": _birth,
    "sex": _sex,
    "equal": _equal,
    "near": _near,
    "village": _village,
    "text": _text,
    "name": _name,
}
