"""A bank as its files show it: opens accounts from lists, pays what it is ordered, sends statements."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import polars as pl
from lxml import etree

from lindung.demo.simulate.files import opened, write
from lindung.demo.simulate.habits import Answered, Delivery, Habits, form

ANSWER = ("NIK", "NAMA NASABAH", "NO REKENING", "CABANG", "KETERANGAN")
REFUSALS = ("KTP BURAM", "DATA TIDAK LENGKAP", "NASABAH TERBLOKIR")
LATE_DAYS = 7
CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>{id}</MsgId><CreDtTm>{last}T23:59:59</CreDtTm></GrpHdr>
<Stmt><Id>{id}</Id><Acct><Id><Othr><Id>{account}</Id></Othr></Id></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="IDR">{opening}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Dt><Dt>{first}</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="IDR">{closing}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Dt><Dt>{last}</Dt></Dt></Bal>
{entries}</Stmt></BkToCstmrStmt></Document>"""
ENTRY = """<Ntry><Amt Ccy="IDR">{rupiah}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>{on}</Dt></BookgDt><AcctSvcrRef>{reference}</AcctSvcrRef><BkTxCd/>
<NtryDtls><TxDtls><Refs><EndToEndId>{own}</EndToEndId></Refs><RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls>
</Ntry>"""
REPORT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<GrpHdr><MsgId>S-{message}</MsgId><CreDtTm>{on}T08:00:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>{message}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>{message}</OrgnlPmtInfId>{transfers}</OrgnlPmtInfAndSts>
</CstmrPmtStsRpt></Document>"""
STATUS = """<TxInfAndSts><OrgnlEndToEndId>{own}</OrgnlEndToEndId><TxSts>{status}</TxSts>{reason}</TxInfAndSts>"""
BECAUSE = "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>REKENING DITUTUP</AddtlInf></StsRsnInf>"


class Bank:
    """Its numbers go on as long as the object, or as its file `numbers` in `folder`."""

    def __init__(self, folder: Path, seed: int | str = 0, habits: Habits | None = None) -> None:
        self.folder = folder
        self.habits = habits or Habits()
        self.dice = random.Random(f"bank/{seed}")
        kept = folder / "numbers"
        self.next_number = int(kept.read_text()) if kept.exists() else 100_000_001

    def remember(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "numbers").write_text(str(self.next_number))

    def open_accounts(self, path: Path, *, calm: bool = False) -> Answered:
        """Answer a list of people; `calm`: everybody gets an account and nothing goes wrong."""
        listed = opened(path).with_row_index("turn", offset=1).with_columns(pl.col("turn").cast(pl.Int64))
        habits = Habits(mixed_forms=self.habits.mixed_forms) if calm else self.habits
        mishaps = listed.height >= habits.from_rows
        rows = listed.select(
            "turn",
            pl.col("NIK").alias("nik"),
            pl.col("NAMA LENGKAP").str.to_uppercase().alias("name"),
            ("01" + (self.next_number + pl.col("turn")).cast(pl.String)).alias("number"),
            (pl.lit("CABANG ") + pl.col("KABUPATEN/KOTA").str.to_uppercase()).alias("branch"),
            pl.lit("SUKSES").alias("reason"),
        )
        self.next_number += listed.height + 1
        if mishaps and habits.refused:
            rows = self._refuse(rows, habits)
        late = (pl.col("turn") % _every(habits.late) == 7) if mishaps and habits.late else pl.lit(False)
        first, second = rows.filter(~late), rows.filter(late)
        answered = Answered(planted={"late": second.height})
        if mishaps:
            first = self._mishaps(first, habits, answered)
        answered.deliveries.append(Delivery(self._write(f"jawaban_{path.stem}", first.drop("turn")), 0))
        if second.height:
            answered.deliveries.append(
                Delivery(self._write(f"jawaban_{path.stem}_susulan", second.drop("turn")), LATE_DAYS)
            )
        return answered

    def _refuse(self, rows: pl.DataFrame, habits: Habits) -> pl.DataFrame:
        refused = pl.col("turn") % _every(habits.refused) == 0
        why = pl.lit(pl.Series(REFUSALS)).gather(pl.col("turn") % len(REFUSALS))
        return rows.with_columns(
            number=pl.when(refused).then(pl.lit("")).otherwise("number"),
            branch=pl.when(refused).then(pl.lit("")).otherwise("branch"),
            reason=pl.when(refused).then(why).otherwise("reason"),
        )

    def _mishaps(self, rows: pl.DataFrame, habits: Habits, answered: Answered) -> pl.DataFrame:
        opened_ones = rows.filter(pl.col("number") != "")["turn"].to_list()
        misspelt = self.dice.sample(opened_ones, min(len(opened_ones), habits.misspelt))
        answered.misspelt = rows.filter(pl.col("turn").is_in(misspelt))["nik"].to_list()
        wrong = pl.col("name").str.replace("A", "AE", literal=True) + pl.lit(" X")
        rows = rows.with_columns(name=pl.when(pl.col("turn").is_in(misspelt)).then(wrong).otherwise("name"))
        repeated = rows.filter(pl.col("turn") % _every(habits.repeated) == 3) if habits.repeated else rows.head(0)
        strangers = rows.head(habits.strangers).with_columns(
            nik=pl.format("5304014107{}", (pl.col("turn") + 850_000).cast(pl.String)), name=pl.lit("ORANG LAIN"),
            number=pl.lit("0999999999"), reason=pl.lit("SUKSES"),
        )  # fmt: skip
        answered.planted |= {
            "misspelt": len(misspelt), "repeated": repeated.height, "strangers": strangers.height,
            "refused": rows.filter(pl.col("number") == "").height,
        }  # fmt: skip
        rows = pl.concat([rows, repeated, strangers])
        return rows.sample(fraction=1.0, shuffle=True, seed=self.dice.getrandbits(32)) if habits.shuffled else rows

    def pay(self, path: Path, on: date) -> tuple[Path, int]:
        """Carry out a pain.001, but for closed accounts; its report, and how many were rejected."""
        root = etree.parse(str(path), etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
        own = root.xpath("//*[local-name()='EndToEndId']/text()")
        message = root.xpath("//*[local-name()='GrpHdr']/*[local-name()='MsgId']/text()")[0]
        rejected = {one for turn, one in enumerate(own, 1) if self.habits.refused and turn % _every(0.02) == 0}
        transfers = "".join(
            STATUS.format(own=escape(one), status="RJCT" if one in rejected else "ACSC",
                          reason=BECAUSE if one in rejected else "")
            for one in own
        )  # fmt: skip
        target = self._path(f"status_{path.stem}", "xml")
        target.write_text(REPORT.format(message=escape(message), on=on, transfers=transfers), encoding="utf-8")
        return target, len(rejected)

    def statement(
        self, account: str, opening: int, debits: Sequence[tuple[date, int, str, str]], name: str
    ) -> Path:
        """A camt.053 of what left the account: (day, rupiah, text, end-to-end reference)."""
        entries = "".join(
            ENTRY.format(rupiah=rupiah, on=on, reference=f"FT{turn:08d}", own=escape(own or "NOTPROVIDED"),
                         text=escape(text))
            for turn, (on, rupiah, text, own) in enumerate(debits, 1)
        )  # fmt: skip
        days = [on for on, *_ in debits]
        target = self._path(name, "xml")
        closing = opening - sum(rupiah for _, rupiah, *_ in debits)
        target.write_text(
            CAMT.format(id=name, account=account, opening=opening, closing=closing, entries=entries,
                        first=min(days), last=max(days)),
            encoding="utf-8",
        )  # fmt: skip
        return target

    def _path(self, stem: str, ending: str) -> Path:
        folder = self.folder / "keluar"
        folder.mkdir(parents=True, exist_ok=True)
        return folder / f"{stem}.{ending}"

    def _write(self, stem: str, frame: pl.DataFrame) -> Path:
        ending, encoding, delimiter = form(self.dice, self.habits, frame.height)
        return write(self._path(stem, ending), ANSWER, frame, encoding, delimiter)


def _every(share: float) -> int:
    return max(2, round(1 / share))
