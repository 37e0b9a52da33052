"""Questions about registration at BPJS."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, Q

from lindung.kernel.days import in_figures
from lindung.kernel.problem import Problem, Refused
from lindung.kernel.rupiah import thousands
from lindung.membership import problems
from lindung.membership.models import Batch, BranchArea, Contradiction, Registration
from lindung.people.nik import mask

LIST, ANSWERS = "bpjs-bpu", "bpjs-answer"  # layouts of a batch and of what is answered to it
OVERDUE_DAYS = 14  # since a batch was sent, until somebody should ask the branch
STAGES = ("registered", "months_registered")

# (programme_id, district_id, stage, value) of this room's stages as they were known on %(day)s.
AS_OF = """
SELECT e.programme_id, e.district_id, 'registered' AS stage, count(*) AS value
FROM membership_registration r JOIN nominations_enrolment e ON e.id = r.enrolment_id
WHERE r.answer = 'accepted' AND r.answered_on <= %(day)s AND coalesce(e.ended_on > %(day)s, true)
GROUP BY 1, 2
UNION ALL
SELECT e.programme_id, e.district_id, 'months_registered', count(*)
FROM coverage_entry held
JOIN coverage_posting p ON p.id = held.posting_id AND p.booked_on <= %(day)s
JOIN membership_registration r ON r.enrolment_id = held.enrolment_id
    AND r.answer = 'accepted' AND r.answered_on <= %(day)s
JOIN nominations_enrolment e ON e.id = held.enrolment_id
WHERE NOT EXISTS (
    SELECT FROM coverage_entry undone JOIN coverage_posting u ON u.id = undone.posting_id
    WHERE (undone.person_id, undone.month, undone.turn) = (held.person_id, held.month, held.turn + 1)
        AND u.booked_on <= %(day)s
)
GROUP BY 1, 2
"""


class Difference(NamedTuple):
    """A tally that is not what the base tables say."""

    programme: str
    district: str
    stage: str
    kept: int
    counted: int


def tallies_that_differ(as_of: str, stages: Sequence[str]) -> list[Difference]:
    """Hold the tallies of `stages` against `as_of` (an AS_OF of any room) over all that is known."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH counted AS ({as_of}),
            kept AS (
                SELECT programme_id, district_id, stage, value FROM programmes_tally WHERE stage = ANY(%(stages)s)
            )
            SELECT p.code, district_id, stage, coalesce(kept.value, 0), coalesce(counted.value, 0)::bigint
            FROM kept FULL JOIN counted USING (programme_id, district_id, stage)
            JOIN programmes_programme p ON p.id = programme_id
            WHERE coalesce(kept.value, 0) <> coalesce(counted.value, 0) ORDER BY 1, 2, 3
            """,
            {"day": "infinity", "stages": list(stages)},
        )
        return [Difference(*row) for row in cursor.fetchall()]


def batch_of(number: int) -> Batch:
    """The batch of this number; Refused (MEMBER-16) when there is none."""
    found = Batch.objects.select_related("programme", "branch").filter(pk=number).first()
    if found is None:
        raise Refused(problems.NO_BATCH.problem(batch=number))
    return found


def batches(programme: str | None = None) -> list[dict[str, Any]]:
    """Every batch with how its people were answered: they add up to `people`."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT b.id AS batch, p.code AS programme, b.branch_id AS branch, b.wadah, b.sent_on, b.people,
                count(*) FILTER (WHERE r.answer = 'accepted') AS accepted,
                count(*) FILTER (WHERE r.answer = 'rejected') AS rejected,
                count(*) FILTER (WHERE r.answer IS NULL) AS waiting,
                count(*) FILTER (WHERE r.name_said <> '') AS names_differ,
                count(*) FILTER (WHERE c.registration_id IS NOT NULL) AS contradicted
            FROM membership_batch b
            JOIN programmes_programme p ON p.id = b.programme_id
            JOIN membership_registration r ON r.batch_id = b.id
            LEFT JOIN (SELECT DISTINCT registration_id FROM membership_contradiction WHERE stands IS NULL) c
                ON c.registration_id = r.enrolment_id
            WHERE %(programme)s::text IS NULL OR p.code = %(programme)s
            GROUP BY b.id, p.code ORDER BY b.id
            """,
            {"programme": programme},
        )
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def refusals(batch: int) -> dict[str, int]:
    """{kind of reason: persons} of the rejected of a batch."""
    rejected = Registration.objects.filter(batch=batch, answer=Registration.Answer.REJECTED)
    return dict(rejected.values_list("reason_kind").annotate(count=Count("pk")).order_by("reason_kind"))


def open_contradictions() -> list[dict[str, Any]]:
    """Answers that contradict the first and nobody has settled; NIK masked."""
    found = Contradiction.objects.filter(stands=None).select_related("registration").order_by("pk")
    return [
        {
            "number": row.pk,
            "batch": row.registration.batch_id,
            "nik": mask(row.registration.nik),
            "first": f"{row.registration.get_answer_display()} {row.registration.kpj}".strip(),
            "later": f"{row.get_answer_display()} {row.kpj or row.reason}".strip(),
            "member_since": str(row.member_since or ""),
            "source": row.source,
            "received_on": str(row.received_on),
        }
        for row in found
    ]


def districts_of(batch: Batch) -> list[str]:
    """Districts whose people are in the batch."""
    found = Registration.objects.filter(batch=batch).values_list("enrolment__district_id", flat=True)
    return list(found.distinct().order_by("enrolment__district_id"))


def served_by(branch: str) -> list[str]:
    """Districts that a branch serves."""
    return list(BranchArea.objects.filter(branch=branch).values_list("district_id", flat=True))


def counts(batch: Batch) -> dict[str, int]:
    """How the people of a batch were answered; accepted, rejected and waiting add up to its people."""
    open_ones = Contradiction.objects.filter(registration__batch=batch, stands=None)
    found: dict[str, int] = Registration.objects.filter(batch=batch).aggregate(
        accepted=Count("pk", filter=Q(answer=Registration.Answer.ACCEPTED)),
        rejected=Count("pk", filter=Q(answer=Registration.Answer.REJECTED)),
        waiting=Count("pk", filter=Q(answer=None)),
        misspelt=Count("pk", filter=~Q(name_said="")),
    )
    return found | {"contradicted": open_ones.values("registration").distinct().count()}


def overdue(on: date, days: int) -> list[Problem]:
    """Batches with people unanswered `days` after they were sent (MEMBER-20)."""
    return [
        problems.UNANSWERED.problem(
            batch=row["batch"],
            branch=row["branch"],
            sent=in_figures(row["sent_on"]),
            count=thousands(row["waiting"]),
            days=(on - row["sent_on"]).days,
        )
        for row in batches()
        if row["waiting"] and (on - row["sent_on"]).days >= days
    ]
