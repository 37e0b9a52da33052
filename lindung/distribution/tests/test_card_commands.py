"""`lindung keys` and `lindung card` on the command line."""

import json

import pytest
from click.testing import CliRunner

from lindung.distribution.commands import card, keys
from lindung.distribution.models import Proof
from lindung.distribution.proof.claim import text_of

pytestmark = pytest.mark.django_db


def run(group, *words: str):
    return CliRunner().invoke(group, [*words], catch_exceptions=False)


def test_from_the_first_key_to_a_card_that_is_looked_at(programme, tmp_path):
    assert run(keys, "make", "--actor", "maria", "--on", "2025-08-01").exit_code == 0
    assert (
        "3 bukti" in run(card, "issue", "--programme", "NTT-2025", "--actor", "maria", "--on", "2025-08-20").output
    )
    printing = (
        "print",
        "--programme",
        "NTT-2025",
        "--actor",
        "maria",
        "--on",
        "2025-08-21",
        "--out",
        str(tmp_path),
    )
    assert "3 kartu dalam 1 berkas" in run(card, *printing).output
    assert "0 kartu dalam 0 berkas" in run(card, *printing).output
    assert [path.suffix for path in tmp_path.glob("bukti-*")] == [".pdf"]

    proof = Proof.objects.order_by("pk").first()
    genuine = run(card, "verify", text_of(bytes(proof.sealed)), "--at", "2025-08-22", "--json")
    assert genuine.exit_code == 0
    assert json.loads(genuine.output)["content"]["number"] == proof.number
    exported = tmp_path / "keys.json"
    run(keys, "export", "--out", str(exported))
    with_file = run(card, "verify", text_of(bytes(proof.sealed)), "--keys", str(exported), "--at", "2025-08-22")
    assert with_file.exit_code == 0
    assert "Asli" in with_file.output

    revoking = run(card, "revoke", proof.number, "--reason", "hilang", "--actor", "maria", "--on", "2025-08-23")
    assert "1 bukti dicabut" in revoking.output
    refused = run(card, "verify", text_of(bytes(proof.sealed)), "--at", "2025-08-24")
    assert refused.exit_code == 1
    assert "dicabut" in refused.output
    signed = run(card, "revocations", "--out", str(tmp_path / "dicabut.cwt"), "--actor", "maria")
    assert signed.exit_code == 0
    assert (tmp_path / "dicabut.cwt").stat().st_size > 100


def test_a_mistyped_number_revokes_nothing(programme):
    from lindung.kernel.problem import Refused

    with pytest.raises(Refused, match="PROOF-02"):
        run(card, "revoke", "0000000000", "--reason", "hilang", "--actor", "maria")


def test_keys_are_listed_with_their_days(programme):
    run(keys, "make", "--actor", "maria", "--on", "2025-08-01")
    run(keys, "rotate", "--trusted-until", "2026-06-30", "--actor", "maria", "--on", "2026-01-05")
    told = run(keys, "list").output
    assert "dipercaya sampai 30/6/2026" in told
    assert len(json.loads(run(keys, "list", "--json").output)) == 2
