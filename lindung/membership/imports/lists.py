"""A batch as the file its branch asks for."""

from __future__ import annotations

from datetime import date

import polars as pl
from django.db import connection

from lindung.audit.services import Actor
from lindung.exchange import services as exchange
from lindung.exchange.layouts import out_layout
from lindung.exchange.models import Message
from lindung.exchange.reading import frame_of
from lindung.exchange.writing import written
from lindung.membership.models import Batch
from lindung.membership.queries import LIST
from lindung.membership.services import may, may_with
from lindung.programmes.models import Programme

# What a layout may name as `field`; everything as text but the dates.
PEOPLE = """
SELECT r.nik, coalesce(i.value, '') AS kpj, p.name, p.birth_place, p.birth_date, p.sex, p.marital,
    concat_ws(' ', nullif(a.street, ''), 'RT ' || nullif(a.rt, ''), 'RW ' || nullif(a.rw, '')) AS street,
    village.name AS village, subdistrict.name AS subdistrict, district.name AS district, province.name AS province,
    regexp_replace(p.phone, '^\\+62', '0') AS phone, p.mother_name, o.name AS occupation,
    greatest(e.cover_from, b.member_since) AS member_since, rate.base, b.wadah, b.id AS batch,
    'jht' = ANY(g.parts) AS jht, 'jkk' = ANY(g.parts) AS jkk, 'jkm' = ANY(g.parts) AS jkm
FROM membership_registration r
JOIN membership_batch b ON b.id = r.batch_id
JOIN programmes_programme g ON g.id = b.programme_id
JOIN nominations_enrolment e ON e.id = r.enrolment_id
JOIN nominations_nomination n ON n.id = e.nomination_id
JOIN people_person p ON p.id = e.person_id
JOIN programmes_rate rate ON rate.programme_id = b.programme_id AND rate.month = e.cover_from
LEFT JOIN people_occupation o ON o.code = p.occupation_id
LEFT JOIN LATERAL (
    SELECT village_id, street, rt, rw FROM people_address WHERE person_id = p.id ORDER BY since DESC, source LIMIT 1
) a ON true
LEFT JOIN LATERAL (
    -- Among the person's own few (OFFSET 0 keeps it so): until the table is analysed, an index of every KPJ looks
    -- empty to the planner, and would be read through once for each person.
    SELECT value FROM (SELECT * FROM people_identifier WHERE person_id = p.id OFFSET 0) own
    WHERE kind = 'kpj' AND state <> 'retired' ORDER BY since DESC LIMIT 1
) i ON true
LEFT JOIN regions_region village ON village.code = coalesce(a.village_id, n.village_id)
LEFT JOIN regions_region subdistrict ON subdistrict.code = left(village.code, 8)
LEFT JOIN regions_region district ON district.code = left(village.code, 5)
LEFT JOIN regions_region province ON province.code = left(village.code, 2)
WHERE r.batch_id = %(batch)s AND (%(waiting)s = 0 OR r.answer IS NULL) ORDER BY r.enrolment_id
"""


def hand_over(
    *,
    batch: Batch,
    actor: Actor,
    on: date,
    layout: str = LIST,
    kind: str | None = None,
    waiting: bool = False,
    sftp: bool = False,
) -> tuple[Message, bytes]:
    """The file of a batch, kept as a message; `waiting`: only who has no answer yet; `sftp`: dropped there as well.

    Handing over again is safe: whoever is in the batch was sent once. Refused: EXCHANGE-01 to 05, 07, 08.
    """
    may_with(batch, actor, "membership.send", on)
    chosen = out_layout(layout)
    with connection.cursor() as cursor:
        people = frame_of(cursor, PEOPLE, {"batch": batch.pk, "waiting": int(waiting)})
    people = people.with_columns(pl.col("birth_date", "member_since").str.to_date("%Y-%m-%d", strict=False))
    people = people.with_columns(
        pl.col("jht", "jkk", "jkm").replace_strict({"t": "true", "f": "false"}, return_dtype=pl.String)
    )
    content = written(people, chosen, kind)
    ending = kind or chosen.format
    again = "_susulan" if waiting else ""
    name = f"daftar-bpjs_{batch.programme.code}_{batch.branch_id}_{batch.pk}{again}.{ending}"
    office = f"bpjs:{batch.branch_id}"
    if sftp:
        exchange.drop(office=office, name=name, content=content)
    message = exchange.hand_over(
        office=office,
        subject=f"batch:{batch.pk}",
        layout=chosen.code,
        version=chosen.version,
        name=name,
        content=content,
        rows=people.height,
        means=Message.Means.SFTP if sftp else Message.Means.DOWNLOAD,
        actor=actor,
        on=on,
    )
    return message, content


ENDED = """
SELECT r.nik, r.kpj, p.name, e.ended_from, e.end_reason AS reason, e.district_id
FROM nominations_enrolment e
JOIN membership_registration r ON r.enrolment_id = e.id AND r.answer = 'accepted'
JOIN membership_batch b ON b.id = r.batch_id
JOIN people_person p ON p.id = e.person_id
WHERE b.programme_id = %(programme)s AND b.branch_id = %(branch)s AND e.ended_on BETWEEN %(since)s AND %(on)s
ORDER BY e.id
"""


def hand_over_ends(
    *, programme: Programme, branch: str, since: date, actor: Actor, on: date, layout: str = "bpjs-ends"
) -> tuple[Message, bytes] | None:
    """Tell a branch whose membership ended, as entered from `since` to `on`; None when nobody's did.

    Telling an end again is safe: it names the same person and month.
    """
    chosen = out_layout(layout)
    with connection.cursor() as cursor:
        words: dict[str, str | int | date] = {"programme": programme.pk, "branch": branch, "since": since, "on": on}
        cursor.execute(f"SELECT DISTINCT district_id FROM ({ENDED}) ended", words)
        may(actor, "membership.send", on, [district for (district,) in cursor.fetchall()])
        ended = frame_of(cursor, ENDED, words)
    if ended.is_empty():
        return None
    ended = ended.with_columns(pl.col("ended_from").str.to_date("%Y-%m-%d"))
    content = written(ended, chosen)
    message = exchange.hand_over(
        office=f"bpjs:{branch}",
        subject=f"programme:{programme.code}",
        layout=chosen.code,
        version=chosen.version,
        name=f"berakhir-bpjs_{programme.code}_{branch}_{on:%Y%m%d}.{chosen.format}",
        content=content,
        rows=ended.height,
        means=Message.Means.DOWNLOAD,
        actor=actor,
        on=on,
    )
    return message, content
