"""The office's own proof of enrolment, and the keys it is signed with."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class ProofKey(models.Model):
    """The public half of a signing key; the private half is a file (setting LINDUNG_KEYS), never in a table.

    It signs from `made_on` until `signs_until`, and what it signed is believed until `trusted_until`.
    """

    kid = models.TextField(primary_key=True, db_comment="Key id: 16 hex digits of the public key's SHA-256")
    public = models.TextField(db_comment="Ed25519 public key, 64 hex digits")
    made_on = models.DateField(db_comment="First day it signs")
    signs_until = models.DateField(null=True, db_comment="Last day it signs; empty for the key in use")
    trusted_until = models.DateField(null=True, db_comment="Last day its proofs are accepted; empty: no end set")

    class Meta:
        db_table_comment = "Public keys of the proofs of enrolment"
        constraints = [
            models.UniqueConstraint(
                fields=["signs_until"],
                condition=Q(signs_until__isnull=True),
                nulls_distinct=False,
                name="distribution_proofkey_one_in_use",
            ),
            models.CheckConstraint(
                condition=Q(signs_until__isnull=True, trusted_until__isnull=True)
                | Q(signs_until__gte=F("made_on"), trusted_until__gte=F("signs_until")),
                name="distribution_proofkey_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.kid


class Proof(models.Model):
    """One proof of enrolment, as it was signed. It says who was enrolled, never for which months cover is paid.

    One foreign key onto (enrolment, person), in the migration, stands for both.
    """

    enrolment = models.ForeignKey(
        "nominations.Enrolment",
        models.PROTECT,
        db_index=False,
        db_constraint=False,
        related_name="+",
        db_comment="The seat it proves",
    )
    person = models.ForeignKey(
        "people.Person",
        models.PROTECT,
        db_index=False,
        db_constraint=False,
        related_name="+",
        db_comment="Whose it is",
    )
    key = models.ForeignKey(
        ProofKey, models.PROTECT, db_index=False, related_name="proofs", db_comment="Key it is signed with"
    )
    name = models.TextField(db_comment="Name as printed")
    birth_year = models.SmallIntegerField(null=True, db_comment="Year of birth as printed")
    village = models.TextField(db_comment="Village and subdistrict as printed")
    issued_on = models.DateField(db_comment="Day of issue")
    sealed = models.BinaryField(db_comment="The signed CWT (COSE_Sign1); its QR code is made from it")
    printed_on = models.DateField(null=True, db_comment="Day it was first printed")
    revoked_on = models.DateField(null=True, db_comment="Day it was revoked; stands on the signed list since")
    reason = models.TextField(db_default="", db_comment="Why it was revoked")

    class Meta:
        db_table_comment = "Proofs of enrolment as signed"
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(revoked_on__isnull=True), name="distribution_proof_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True) ^ ~Q(reason=""), name="distribution_proof_revoked_with_reason"
            ),
        ]

    @property
    def number(self) -> str:
        return proof_number(self.pk)


def proof_number(serial: int) -> str:
    """The number as printed: eight digits and two check digits (ISO 7064 MOD 97-10)."""
    return f"{serial:08d}{98 - serial * 100 % 97:02d}"


def serial_of(number: str) -> int | None:
    """The serial of a number as typed, or None where the check digits do not fit."""
    digits = "".join(letter for letter in number if letter.isdigit())
    if len(digits) < 10 or int(digits) % 97 != 1:
        return None
    return int(digits[:-2])
