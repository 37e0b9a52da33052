"""Nominations, their checks, decree lines and enrolments."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lindung.accounts.rights import Access


class Nomination(models.Model):
    """One person proposed for one programme by a list. Live until withdrawn; next year's is a new one."""

    programme = models.ForeignKey(
        "programmes.Programme",
        models.PROTECT,
        db_index=False,
        related_name="+",
        db_comment="For which programme",
    )
    person = models.ForeignKey(
        "people.Person", models.PROTECT, db_index=False, related_name="+", db_comment="Who is proposed"
    )
    village = models.ForeignKey(
        "regions.Region", models.PROTECT, db_index=False, related_name="+", db_comment="Village on the list"
    )
    district = models.ForeignKey(
        "regions.Region",
        models.PROTECT,
        db_index=False,
        related_name="+",
        db_comment="District it counts for",
    )
    file = models.ForeignKey(
        "intake.File",
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        db_comment="The workbook it came in; empty: typed in",
    )
    row = models.IntegerField(null=True, db_comment="Row number within the workbook")
    proposed_on = models.DateField(db_comment="Day it was proposed")
    proposed_by = models.TextField(db_comment="Actor who proposed; may never decide it")
    verified_on = models.DateField(null=True, db_comment="Day all required checks had passed")
    verified_by = models.TextField(blank=True, db_comment="Actor who verified")
    refused_on = models.DateField(null=True, db_comment="Day a required check failed")
    ranked_on = models.DateField(null=True, db_comment="Day it entered the reserve")
    rank = models.IntegerField(null=True, db_comment="Place in the reserve of its district, 1 is next")
    decided_on = models.DateField(null=True, db_comment="Day a decree first named it; it left the reserve then")
    withdrawn_on = models.DateField(null=True, db_comment="Day it was withdrawn")
    withdrawn_reason = models.TextField(blank=True, db_comment="Why it was withdrawn")

    seen = Access("nominations.read", ("village",))

    class Meta:
        db_table_comment = "Persons proposed for programmes"
        indexes = [
            models.Index(fields=["programme", "district", "rank"], name="nominations_by_district_rank"),
            models.Index(fields=["person"], name="nominations_person"),
            models.Index(fields=["village"], name="nominations_village"),
            models.Index(fields=["file", "row"], name="nominations_file_row"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "person"],
                condition=Q(withdrawn_on__isnull=True),
                name="nominations_one_live_per_programme",
            ),
            models.CheckConstraint(
                condition=Q(verified_on__isnull=True) | ~Q(verified_by=F("proposed_by")),
                name="nominations_proposer_never_verifies",
            ),
        ]


class Check(models.Model):
    """One look at one nomination: what, by which source, when, with what result."""

    class Kind(models.TextChoices):
        POPULATION = "population", _("NIK di Dukcapil")
        MEMBERSHIP = "membership", _("kepesertaan aktif di BPJS Ketenagakerjaan")
        WELFARE = "welfare", _("desil DTSEN")
        WORK = "work", _("pekerjaan dan usia")
        VILLAGE = "village", _("musyawarah desa")

    pk = models.CompositePrimaryKey("nomination_id", "kind", "on")
    nomination = models.ForeignKey(
        Nomination, models.PROTECT, db_index=False, related_name="checks", db_comment="What was checked"
    )
    kind = models.TextField(choices=Kind.choices, db_comment="What kind of check")
    on = models.DateField(db_comment="Day of the check")
    source = models.TextField(db_comment="List, letter or meeting it rests on")
    passed = models.BooleanField(db_comment="Whether the nomination may go on")
    by = models.TextField(db_comment="Actor who entered the result")

    class Meta:
        db_table_comment = "Results of checks on nominations"


class DecreeLine(models.Model):
    """One numbered line of a decree's annex. Append-only: a later decree adds, removes, replaces."""

    class Act(models.TextChoices):
        ADD = "add", _("ditetapkan")
        REMOVE = "remove", _("dikeluarkan")

    decree = models.ForeignKey(
        "programmes.Decree", models.PROTECT, db_index=False, related_name="+", db_comment="Of which decree"
    )
    number = models.IntegerField(db_comment="Number in the annex")
    act = models.TextField(choices=Act.choices, db_comment="add or remove")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="lines", db_comment="Whom it names")
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        db_comment="For add: the line whose seat is taken over; for remove: the line it ends",
    )
    booked_on = models.DateField(db_comment="Day it was entered")
    proposed_by = models.TextField(db_comment="Actor who proposed the person")
    verified_by = models.TextField(db_default="", db_comment="Actor who verified; empty: brought forward")
    decided_by = models.TextField(db_comment="Actor who decided; never the one who proposed or verified")

    seen = Access("coverage.read", ("nomination__village",))

    class Meta:
        db_table_comment = "Append-only lines of decree annexes"
        constraints = [
            models.UniqueConstraint(fields=["decree", "number"], name="nominations_line_number"),
            models.CheckConstraint(
                condition=~Q(decided_by=F("proposed_by")), name="nominations_proposer_never_decides"
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("verified_by")), name="nominations_verifier_never_decides"
            ),
            models.UniqueConstraint(
                fields=["replaces"], condition=Q(act="remove"), name="nominations_line_removed_once"
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=Q(act="add", replaces__isnull=False),
                name="nominations_line_replaced_once",
            ),
        ]


class Enrolment(models.Model):
    """A seat held by a person because of a decree line; the ledger of cover names it in every month."""

    line = models.OneToOneField(
        DecreeLine, models.PROTECT, related_name="enrolment", db_comment="The line that gave the seat"
    )
    nomination = models.ForeignKey(
        Nomination, models.PROTECT, related_name="enrolments", db_comment="The nomination behind it"
    )
    person = models.ForeignKey(
        "people.Person", models.PROTECT, db_index=False, related_name="+", db_comment="Who holds the seat"
    )
    programme = models.ForeignKey(
        "programmes.Programme", models.PROTECT, db_index=False, related_name="+", db_comment="Whose money"
    )
    seat_region = models.ForeignKey(
        "regions.Region",
        models.PROTECT,
        db_index=False,
        related_name="+",
        db_comment="Region whose seat is used, whatever the address becomes later",
    )
    district = models.ForeignKey(
        "regions.Region",
        models.PROTECT,
        db_index=False,
        related_name="+",
        db_comment="District it counts for",
    )
    cover_from = models.DateField(db_comment="First month reserved, as its first day")
    cover_to = models.DateField(db_comment="Last month reserved, as its first day")
    booked_on = models.DateField(db_comment="Day it was entered")
    ended_on = models.DateField(null=True, db_comment="Day its end was entered")
    ended_from = models.DateField(null=True, db_comment="First month it no longer covers")
    end_reason = models.TextField(blank=True, db_comment="Why it ended")

    seen = Access("coverage.read", ("nomination__village",))

    class Meta:
        db_table_comment = "Seats held by persons"
        indexes = [
            models.Index(fields=["person"], name="nominations_enrolment_person"),
            models.Index(fields=["programme", "district"], name="nominations_enrolment_district"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["id", "person"], name="nominations_enrolment_of_person"),
            models.CheckConstraint(
                condition=Q(cover_from__lte=F("cover_to")), name="nominations_enrolment_in_order"
            ),
        ]
