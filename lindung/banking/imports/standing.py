"""What registry, ledger and bank already know of the people a list brings forward."""

from __future__ import annotations

import polars as pl
from django.db.backends.utils import CursorWrapper

from lindung.banking import problems
from lindung.coverage.services import stage_brought
from lindung.intake.judgement import Judgement, told
from lindung.intake.layouts import Layout
from lindung.nominations.imports.nik_column import masked
from lindung.programmes.models import Programme

COLUMNS = ["number", "kpj", "paid_from", "paid_to", "decree", "decree_on", "account", "bank"]

# An account without its bank is at the only bank there is.
BANKS = """
UPDATE brought b SET bank_id = bank.id
FROM (SELECT id, code, name, count(*) OVER () AS banks FROM banking_bank) bank
WHERE b.account <> '' AND CASE b.bank WHEN '' THEN bank.banks = 1
    ELSE regexp_replace(upper(b.bank), '[^A-Z0-9]', '', 'g') IN (
        regexp_replace(upper(bank.code), '[^A-Z0-9]', '', 'g'),
        regexp_replace(upper(bank.name), '[^A-Z0-9]', '', 'g')) END
"""
# The programme has them as the list says: nothing is left to do for these rows.
KNOWN = """
CREATE TEMP TABLE known ON COMMIT DROP AS
SELECT b.number FROM brought b JOIN newcomer n USING (number)
JOIN nominations_enrolment e ON e.person_id = n.person_id AND e.programme_id = %(programme)s
    AND e.ended_on IS NULL AND (e.cover_from, e.cover_to) = (b.paid_from, b.paid_to)
JOIN membership_registration r ON r.enrolment_id = e.id AND r.answer = 'accepted' AND r.kpj = b.kpj
LEFT JOIN banking_account a ON (a.person_id, a.bank_id) = (n.person_id, b.bank_id)
WHERE coalesce(a.number, '') = b.account;
DELETE FROM newcomer USING known WHERE known.number = newcomer.number;
DELETE FROM brought USING known WHERE known.number = brought.number
"""
NAMED = """
SELECT b.number, CASE
    WHEN n.place > 1 THEN 'baris lain berkas ini menyebutnya'
    WHEN nom.refused_on IS NOT NULL THEN 'tidak lulus verifikasi'
    ELSE 'sudah ditetapkan' END, NULL
FROM brought b
JOIN (SELECT *, row_number() OVER (PARTITION BY person_id ORDER BY number) AS place FROM newcomer
      WHERE person_id IS NOT NULL) n USING (number)
LEFT JOIN nominations_nomination nom ON nom.person_id = n.person_id AND nom.programme_id = %(programme)s
    AND nom.withdrawn_on IS NULL
WHERE n.place > 1 OR nom.refused_on IS NOT NULL OR nom.decided_on IS NOT NULL
"""
PAID = """
WITH owners AS (
    SELECT b.number, b.paid_from, b.paid_to, n.person_id FROM brought b JOIN newcomer n USING (number)
    UNION ALL
    SELECT b.number, b.paid_from, b.paid_to, p.id FROM brought b JOIN newcomer n USING (number)
    JOIN people_person p ON p.merged_into_id = n.person_id WHERE p.merged_into_id IS NOT NULL
), last AS (
    SELECT DISTINCT ON (x.person_id, x.month) o.number, x.month, x.turn, x.enrolment_id
    FROM owners o JOIN coverage_entry x ON x.person_id = o.person_id AND x.month BETWEEN o.paid_from AND o.paid_to
    ORDER BY x.person_id, x.month, x.turn DESC
)
SELECT number, string_agg(DISTINCT p.code, ', '), string_agg(DISTINCT to_char(month, 'YYYY-MM'), ', ')
FROM last JOIN nominations_enrolment e ON e.id = last.enrolment_id
JOIN programmes_programme p ON p.id = e.programme_id
WHERE turn %% 2 = 0 GROUP BY 1
"""
KPJ = """
SELECT number, NULL, NULL FROM (
    SELECT b.number, count(*) OVER (PARTITION BY b.kpj) > 1 OR coalesce(h.merged_into_id, h.id) <> n.person_id
        OR h.id IS NOT NULL AND n.person_id IS NULL AS wrong
    FROM brought b JOIN newcomer n USING (number)
    LEFT JOIN people_identifier i ON i.kind = 'kpj' AND i.value = b.kpj AND i.state <> 'retired'
    LEFT JOIN people_person h ON h.id = i.person_id
) found WHERE wrong
"""
BANK = "SELECT number, NULL, NULL FROM brought WHERE account <> '' AND bank_id IS NULL"
ACCOUNT = """
SELECT number, NULL, NULL FROM (
    SELECT b.number, count(*) OVER (PARTITION BY b.bank_id, b.account) > 1
        OR a.person_id IS NOT NULL AND a.person_id IS DISTINCT FROM n.person_id OR own.number <> b.account AS wrong
    FROM brought b JOIN newcomer n USING (number)
    LEFT JOIN banking_account a ON (a.bank_id, a.number) = (b.bank_id, b.account)
    LEFT JOIN banking_account own ON (own.bank_id, own.person_id) = (b.bank_id, n.person_id)
    WHERE b.account <> '' AND b.bank_id IS NOT NULL
) found WHERE wrong
"""
# Each kind with its question, the column it concerns, and the words that the question's answers fill.
DOUBTS = (
    (problems.NAMED_ALREADY, NAMED, "nik", ("state",)),
    (problems.PAID_BY_ANOTHER, PAID, "paid_from", ("programme", "months")),
    (problems.KPJ_OF_ANOTHER, KPJ, "kpj", ()),
    (problems.UNKNOWN_BANK, BANK, "account_bank", ()),
    (problems.ACCOUNT_OF_ANOTHER, ACCOUNT, "account", ()),
)


def stage(cursor: CursorWrapper, judged: pl.DataFrame) -> None:
    """Put what the accepted rows say into `brought`."""
    stage_brought(cursor)
    rows = judged.filter(pl.col("fate") == "accepted").select(
        "number", "kpj", "paid_from", "paid_to", "decree", "decree_on",
        pl.col("account").fill_null(""), pl.col("account_bank").fill_null("").alias("bank"),
    )  # fmt: skip
    with cursor.copy(f"COPY brought ({', '.join(COLUMNS)}) FROM STDIN (FORMAT csv)") as copy:
        copy.write(rows.write_csv(include_header=False, quote_style="non_numeric").encode())
    cursor.execute("ANALYZE brought")
    cursor.execute(BANKS)


def doubted(cursor: CursorWrapper, judgement: Judgement, programme: Programme, layout: Layout) -> Judgement:
    """Looks for the rows that contradict what is kept. They, and the rows known already, leave the stage."""
    words = {"programme": programme.pk}
    cursor.execute("DROP TABLE IF EXISTS known")
    cursor.execute(KNOWN, words)
    looks, parked = [], set()
    for kind, question, key, names in DOUBTS:
        cursor.execute(question, words)
        if found := {number: said for number, *said in cursor.fetchall() if number not in parked}:
            parked |= set(found)
            told_by = {name: [said[place] for said in found.values()] for place, name in enumerate(names)}
            answers = pl.DataFrame({"number": list(found), **told_by}, schema_overrides={"number": pl.UInt32})
            rows = judgement.frame.join(answers, on="number", maintain_order="left")
            looks.append(
                told(
                    kind,
                    rows,
                    column=layout[key].title,
                    value=_shown(key),
                    **{name: pl.col(name) for name in names},
                )
            )
    for table in ("newcomer", "brought"):
        cursor.execute(f"DELETE FROM {table} WHERE number = ANY(%s)", [sorted(parked)])
    return judgement.with_problems(*looks) if looks else judgement


def _shown(key: str) -> pl.Expr:
    """Numbers that name a person are masked."""
    shown = pl.col(key).cast(pl.String)
    return masked(shown) if key in ("nik", "kpj", "account") else shown
