"""A branch of BPJS Ketenagakerjaan as its files show it: registers lists, takes notice of ends, sends bills."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl

from lindung.demo.simulate.files import opened, write
from lindung.demo.simulate.habits import Answered, Delivery, Habits, form

ANSWER = ("NIK", "NAMA PESERTA", "NO KPJ", "STATUS", "KODE", "KETERANGAN", "TGL DAFTAR", "TGL MULAI")
INVOICE = ("NO KPJ", "NIK", "NAMA TK", "BLTH", "UPAH", "IURAN")
REFUSALS = (
    ("R01", "SUDAH TERDAFTAR SEBAGAI PESERTA PADA SEGMEN LAIN"),
    ("R02", "DATA MENINGGAL PADA DUKCAPIL"),
    ("R03", "USIA DI ATAS KETENTUAN"),
    ("R04", "NIK TIDAK DITEMUKAN"),
    ("R05", "NAMA TIDAK SESUAI DENGAN NIK"),
)
MEMBER = {
    "nik": pl.String, "kpj": pl.String, "name": pl.String, "list": pl.String, "since": pl.String,
    "base": pl.Int64, "until": pl.String,
}  # fmt: skip
RATE = 16_800
LATE_DAYS = 7


class Bpjs:
    """Its register of members lasts as long as the object, or as its file `register.csv` in `folder`."""

    def __init__(self, folder: Path, seed: int | str = 0, habits: Habits | None = None) -> None:
        self.folder = folder
        self.habits = habits or Habits()
        self.dice = random.Random(f"bpjs/{seed}")
        self.members = self._remembered()
        self.next_kpj = 25_000_000_001 + self.members.height

    def _remembered(self) -> pl.DataFrame:
        kept = self.folder / "register.csv"
        if kept.exists():
            return pl.read_csv(kept, schema=MEMBER).with_columns(pl.col(pl.String).fill_null(""))
        return pl.DataFrame(schema=MEMBER)

    def remember(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.members.write_csv(self.folder / "register.csv")

    def register(self, path: Path, group: str, on: str, *, calm: bool = False) -> Answered:
        """Register a list for the `group` (programme and branch) on the day `on` (DD-MM-YYYY); answer it.

        `calm`: nobody is refused, nothing goes wrong.
        """
        listed = opened(path).unique("NIK", keep="first", maintain_order=True)
        habits = Habits(mixed_forms=self.habits.mixed_forms) if calm else self.habits
        mishaps = listed.height >= habits.from_rows
        listed = self._numbered(listed, group)
        refused = (pl.col("turn") % _every(habits.refused) == 0) if habits.refused else pl.lit(False)
        late = (pl.col("turn") % _every(habits.late) == 7) if mishaps and habits.late else pl.lit(False)
        rows = listed.with_columns(refused=refused & pl.col("known").not_(), late=late & ~refused)
        self._enter(rows.filter(~pl.col("refused")), group)
        told = rows.select("turn", "late", *self._answers(rows, on))
        first, second = told.filter(~pl.col("late")), told.filter("late")
        answered = Answered()
        if mishaps:
            first, second = self._mishaps(first, second, habits, answered)
        stem = f"jawaban_{path.stem}"
        answered.deliveries.append(Delivery(self._write(stem, first.drop("turn", "late")), 0))
        if second.height:
            answered.deliveries.append(
                Delivery(self._write(f"{stem}_susulan", second.drop("turn", "late")), LATE_DAYS)
            )
        return answered

    def _numbered(self, listed: pl.DataFrame, group: str) -> pl.DataFrame:
        """The list with each person's number: the one they have, or the next."""
        known = self.members.unique("nik", keep="last").select("nik", pl.col("kpj").alias("had"))
        numbered = (
            listed.with_row_index("turn", offset=1)
            .with_columns(pl.col("turn").cast(pl.Int64))
            .join(known, left_on="NIK", right_on="nik", how="left", maintain_order="left")
        )
        fresh = (self.next_kpj + pl.col("turn") - 1).cast(pl.String)
        self.next_kpj += listed.height
        stated = pl.when(pl.col("NO KPJ") != "").then(pl.col("NO KPJ"))
        return numbered.with_columns(
            kpj=pl.coalesce(stated, pl.col("had"), fresh), known=pl.col("had").is_not_null(), list=pl.lit(group)
        )

    def _enter(self, rows: pl.DataFrame, group: str) -> None:
        since = pl.col("TGL MULAI")
        fresh = rows.select(
            pl.col("NIK").alias("nik"), "kpj", pl.col("NAMA LENGKAP").alias("name"), pl.lit(group).alias("list"),
            pl.concat_str(since.str.slice(6, 4), pl.lit("-"), since.str.slice(3, 2)).alias("since"),
            pl.col("UPAH").cast(pl.Int64).alias("base"), pl.lit("9999-12").alias("until"),
        )  # fmt: skip
        again = fresh.join(self.members, on=["nik", "list"], how="semi")
        self.members = pl.concat([self.members, fresh.join(again, on=["nik", "list"], how="anti")])

    def _answers(self, rows: pl.DataFrame, on: str) -> list[pl.Expr]:
        turn = pl.col("turn") // 50 % len(REFUSALS)
        codes, words = ([reason[part] for reason in REFUSALS] for part in (0, 1))
        yes, no = ~pl.col("refused"), pl.col("refused")
        return [
            pl.col("NIK").alias("nik"),
            pl.col("NAMA LENGKAP").str.to_uppercase().alias("name"),
            pl.when(yes).then("kpj").otherwise(pl.lit("")).alias("kpj"),
            pl.when(yes).then(pl.lit("BERHASIL")).otherwise(pl.lit("GAGAL")).alias("status"),
            pl.when(no).then(pl.lit(pl.Series(codes)).gather(turn)).otherwise(pl.lit("")).alias("code"),
            pl.when(no).then(pl.lit(pl.Series(words)).gather(turn)).otherwise(pl.lit("")).alias("reason"),
            # Every fifth was entered after midnight.
            pl.when(no)
            .then(pl.lit(""))
            .when(pl.col("turn") % 5 == 0)
            .then(pl.lit(_day_after(on)))
            .otherwise(pl.lit(on))
            .alias("registered"),
            pl.when(yes).then(pl.col("TGL MULAI")).otherwise(pl.lit("")).alias("since"),
        ]

    def _mishaps(
        self, first: pl.DataFrame, second: pl.DataFrame, habits: Habits, answered: Answered
    ) -> tuple[pl.DataFrame, pl.DataFrame]:
        """What goes wrong in the files, and its count by name in `answered.planted`."""
        accepted = first.filter(pl.col("status") == "BERHASIL")["turn"].to_list()
        chosen = self.dice.sample(accepted, min(len(accepted), habits.misspelt + habits.changed + habits.unclear))
        misspelt, rest = chosen[: habits.misspelt], chosen[habits.misspelt :]
        changed, unclear = rest[: habits.changed], rest[habits.changed :]
        wrong = pl.col("name").str.replace("A", "AE", literal=True) + pl.lit(" X")
        first = first.with_columns(name=pl.when(pl.col("turn").is_in(misspelt)).then(wrong).otherwise("name"))
        turned = first.filter(pl.col("turn").is_in(changed)).with_columns(
            kpj=pl.lit(""), status=pl.lit("GAGAL"), code=pl.lit("R04"), reason=pl.lit("NIK TIDAK DITEMUKAN")
        )
        proper = first.filter(pl.col("turn").is_in(unclear))
        second = pl.concat([second, turned, proper])
        first = first.with_columns(
            status=pl.when(pl.col("turn").is_in(unclear)).then(pl.lit("DIPROSES ULANG")).otherwise("status")
        )
        repeated = first.filter(pl.col("turn") % _every(habits.repeated) == 3) if habits.repeated else first.head(0)
        strangers = first.head(habits.strangers).with_columns(
            nik=pl.format("5304014107{}", (pl.col("turn") + 850_000).cast(pl.String)),
            kpj=pl.format("299{}", (pl.col("turn") + 10_000_000).cast(pl.String)),
            status=pl.lit("BERHASIL"), name=pl.lit("ORANG LAIN"),
        )  # fmt: skip
        first = pl.concat([first, repeated, strangers])
        if habits.shuffled:
            first = first.sample(fraction=1.0, shuffle=True, seed=self.dice.getrandbits(32))
        answered.planted = {
            "repeated": repeated.height, "strangers": strangers.height, "misspelt": len(misspelt),
            "changed": len(changed), "unclear": len(unclear), "late": second.height - turned.height - proper.height,
        }  # fmt: skip
        return first, second

    def end(self, path: Path, group: str) -> None:
        """Take notice of a list of people whose membership in the group ends: NIK and first month not covered."""
        ended = opened(path).select(
            pl.col("NIK").alias("nik"), pl.col("BERAKHIR MULAI").alias("end"), pl.lit(group).alias("list")
        )
        self.members = (
            self.members.join(ended, on=["nik", "list"], how="left", maintain_order="left")
            .with_columns(until=pl.coalesce("end", "until"))
            .drop("end")
        )

    def bill(self, group: str, first: str, last: str, code: str) -> tuple[Path, int]:
        """The list of names of a bill of the months `first` to `last` (YYYY-MM); how many dead are still on it."""
        months = _months(first, last)
        rows = pl.concat(
            [
                self.members.filter(
                    (pl.col("list") == group) & (pl.col("since") <= month) & (pl.col("until") > month)
                ).with_columns(month=pl.lit(month))
                for month in months
            ]
        )
        dead = self.members.filter((pl.col("list") == group) & (pl.col("until") == months[0])).head(
            self.habits.dead_billed
        )
        rows = pl.concat([rows, dead.with_columns(month=pl.lit(months[0]))])
        told = rows.select(
            "kpj", "nik", pl.col("name").str.to_uppercase(), "month", pl.col("base").cast(pl.String),
            pl.lit(str(RATE)).alias("rupiah"),
        )  # fmt: skip
        return self._write(f"rincian_{code}", told, INVOICE, ending="csv"), dead.height

    def members_in(self, programme: str, month: str) -> int:
        """How many members of a programme it counts in a month (YYYY-MM)."""
        of_month = (pl.col("since") <= month) & (pl.col("until") > month)
        return self.members.filter(pl.col("list").str.starts_with(f"{programme}/") & of_month).height

    def _write(
        self, stem: str, frame: pl.DataFrame, titles: tuple[str, ...] = ANSWER, ending: str | None = None
    ) -> Path:
        chosen, encoding, delimiter = form(self.dice, self.habits, frame.height)
        path = self.folder / "keluar" / f"{stem}.{ending or chosen}"
        return write(path, titles, frame, encoding, delimiter)


def _day_after(on: str) -> str:
    return f"{datetime.strptime(on, '%d-%m-%Y') + timedelta(days=1):%d-%m-%Y}"  # noqa: DTZ007  (a day, no hour)


def _every(share: float) -> int:
    return max(2, round(1 / share))


def _months(first: str, last: str) -> list[str]:
    months = [first]
    while months[-1] < last:
        year, month = int(months[-1][:4]), int(months[-1][5:])
        months.append(f"{year + month // 12:04d}-{month % 12 + 1:02d}")
    return months
