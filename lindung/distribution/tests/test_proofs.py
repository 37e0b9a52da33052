"""A genuine proof is accepted, and a forged, revoked, foreign or old one is not."""

import json
import os
import stat
from datetime import date
from pathlib import Path

import claim169
import pytest
import typst
import zxingcpp
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from lindung.coverage.services import end
from lindung.distribution.models import Proof, ProofKey
from lindung.distribution.models.proofs import proof_number, serial_of
from lindung.distribution.proof import keyfiles, qr
from lindung.distribution.proof.claim import Content, public_of, sealer, text_of
from lindung.distribution.proof.printing import batches, fonts, prepare, print_sheets
from lindung.distribution.proof.status import open_list
from lindung.distribution.proof.verdict import TrustedKey, Verdict, examine
from lindung.distribution.queries.proofs import key_set, read_key_set, revoked_numbers, to_print, trusted_keys
from lindung.distribution.services.keys import make_key, rotate_key
from lindung.distribution.services.proofs import issue_proofs, note_printed, revoke_proofs, signed_revocations
from lindung.distribution.tests.png import grey
from lindung.kernel.problem import Refused
from lindung.nominations.models import Enrolment
from tests import cast

ISSUED, ROTATED, LATER = date(2025, 8, 20), date(2026, 1, 5), date(2026, 3, 1)
BY = {"actor": cast.OPERATOR}
VECTORS = next(
    (
        folder / "shared/standards/claim169"
        for folder in Path(__file__).parents
        if (folder / "shared/standards/claim169").is_dir()
    ),
    None,
)


@pytest.fixture
def proofs(programme) -> list[Proof]:
    """A signed proof for each of the three."""
    make_key(**BY, on=date(2025, 8, 1))
    assert issue_proofs(programme=programme, **BY, on=ISSUED) == 3
    return list(Proof.objects.order_by("pk"))


def look(text: str, at: date = ISSUED):
    return examine(text, keys=trusted_keys(), revoked=revoked_numbers(), at=at)


def text(proof: Proof) -> str:
    return text_of(bytes(proof.sealed))


def test_a_genuine_proof_says_who_is_enrolled_and_nothing_that_is_nobodys_business(proofs):
    finding = look(text(proofs[0]))
    assert finding.verdict is Verdict.GENUINE
    assert (finding.content.name, finding.content.birth_year) == (proofs[0].name, 1985)
    assert (finding.content.programme, finding.content.issued_on) == ("NTT-2025", ISSUED)
    assert finding.content.place.count(",") == 1
    for number in (1, 2, 3):
        assert cast.nik_of(number).encode() not in bytes(proofs[0].sealed)


def test_an_independent_implementation_reads_and_verifies_our_proof(proofs):
    public = bytes.fromhex(ProofKey.objects.get().public)
    found = claim169.decode(text(proofs[1]), verify_with_ed25519=public)
    assert found.verification_status == "verified"
    assert found.claim169.full_name == proofs[1].name
    assert found.claim169.id == proofs[1].number
    assert found.claim169.date_of_birth is None, "a year alone is no date"
    assert found.cwt_meta.expires_at is None, "a proof has no valid months"


@pytest.mark.skipif(VECTORS is None, reason="the published vectors are not beside this checkout")
@pytest.mark.parametrize(
    ("name", "at", "verdict"),
    [
        ("ed25519-signed", date(2025, 6, 1), Verdict.GENUINE),
        ("ed25519-signed", date(2030, 6, 1), Verdict.EXPIRED),
        ("minimal", date(2025, 6, 1), Verdict.FOREIGN),
        ("expired", date(2025, 6, 1), Verdict.FOREIGN),
        ("claim169-example", date(2025, 10, 1), Verdict.FOREIGN),
        ("bad-zlib", date(2025, 6, 1), Verdict.UNREADABLE),
    ],
)
def test_the_published_vectors_are_read_as_published(name, at, verdict):
    signed = json.loads((VECTORS / "ed25519-signed.json").read_text())
    key = TrustedKey("test", bytes.fromhex(signed["signing_key"]["public_key_hex"]))
    vector = json.loads((VECTORS / f"{name}.json").read_text())
    finding = examine(vector["qr_data"], keys=[key], revoked=(), at=at)
    assert finding.verdict is verdict
    if expected := vector.get("expected_claim169"):
        assert (finding.content.number, finding.content.name) == (expected["id"], expected["fullName"])


def test_a_proof_changed_by_one_letter_is_refused(proofs):
    whole = text(proofs[0])
    for place in range(0, len(whole), 7):
        changed = whole[:place] + ("A" if whole[place] != "A" else "B") + whole[place + 1 :]
        assert look(changed).verdict is not Verdict.GENUINE


def test_a_proof_signed_by_somebody_else_in_our_name_is_forged(proofs):
    thief = sealer(ProofKey.objects.get().kid, os.urandom(32))
    forged = thief(Content(proof_number(9), "Orang Lain", 1990, "Wehali", "NTT-2025", ISSUED, "Lindung"))
    assert look(text_of(forged)).verdict is Verdict.FORGED


def test_a_proof_of_another_issuer_is_foreign(proofs):
    private = os.urandom(32)
    other = sealer(keyfiles.kid_of(public_of(private)), private)
    foreign = other(Content(proof_number(9), "Orang Lain", 1990, "Bima", "NTB-2025", ISSUED, "Lain"))
    assert look(text_of(foreign)).verdict is Verdict.FOREIGN


@given(st.text(max_size=400))
def test_no_text_whatever_brings_the_look_down(words):
    finding = examine(words, keys=[TrustedKey("00" * 8, bytes(32))], revoked=(), at=ISSUED)
    assert finding.verdict is not Verdict.GENUINE


def test_a_revoked_proof_is_refused_and_the_next_issue_signs_a_new_one(proofs, programme):
    assert revoke_proofs(serials=[proofs[0].pk], reason="nama salah", **BY, on=ISSUED) == 1
    assert look(text(proofs[0])).verdict is Verdict.REVOKED
    assert look(text(proofs[1])).verdict is Verdict.GENUINE
    assert issue_proofs(programme=programme, **BY, on=ISSUED) == 1
    again = Proof.objects.get(enrolment=proofs[0].enrolment_id, revoked_on=None)
    assert look(text(again)).verdict is Verdict.GENUINE


def test_revoking_an_unknown_proof_refuses_the_whole(proofs):
    with pytest.raises(Refused, match="PROOF-01"):
        revoke_proofs(serials=[proofs[0].pk, 999_999], reason="hilang", **BY, on=ISSUED)
    assert not Proof.objects.filter(revoked_on__isnull=False).exists()


def test_the_signed_list_names_the_revoked_and_only_our_key_can_sign_it(proofs):
    revoke_proofs(serials=[proofs[2].pk], reason="hilang", **BY, on=ISSUED)
    public = bytes.fromhex(ProofKey.objects.get().public)
    signed = signed_revocations(on=LATER)
    found = open_list(signed, public)
    assert found.on == LATER
    assert [proof.pk in found for proof in proofs] == [False, False, True]
    assert 10**9 not in found
    assert open_list(signed, bytes(32)) is None
    assert open_list(signed[:-1] + bytes([signed[-1] ^ 1]), public) is None


def test_after_a_rotation_old_proofs_hold_until_the_day_said_and_the_old_key_is_gone(proofs, key_folder):
    old = ProofKey.objects.get().kid
    new = rotate_key(trusted_until=date(2026, 6, 30), **BY, on=ROTATED)
    assert look(text(proofs[0]), date(2026, 6, 30)).verdict is Verdict.GENUINE
    assert look(text(proofs[0]), date(2026, 7, 1)).verdict is Verdict.OLD_KEY
    assert [path.stem for path in key_folder.iterdir()] == [new.kid]
    with pytest.raises(keyfiles.KeyTrouble):
        keyfiles.read(key_folder, old)


def test_a_stolen_old_key_cannot_sign_proofs_of_later(proofs, key_folder):
    old = ProofKey.objects.get().kid
    stolen = sealer(old, keyfiles.read(key_folder, old))
    rotate_key(trusted_until=date(2030, 1, 1), **BY, on=ROTATED)
    later = stolen(Content(proof_number(9), "Orang Lain", 1990, "Wehali", "NTT-2025", LATER, "Lindung"))
    assert look(text_of(later), LATER).verdict is Verdict.OLD_KEY


def test_the_private_half_is_readable_by_its_owner_alone_and_in_no_table(proofs, key_folder):
    [path] = key_folder.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(key_folder.stat().st_mode) == 0o700
    path.chmod(0o644)
    with pytest.raises(keyfiles.KeyTrouble, match="chmod"):
        keyfiles.read(key_folder, path.stem)


def test_keys_are_refused_where_they_make_no_sense(db):
    with pytest.raises(Refused, match="KEY-02"):
        rotate_key(trusted_until=LATER, **BY, on=ROTATED)
    make_key(**BY, on=ISSUED)
    with pytest.raises(Refused, match="KEY-01"):
        make_key(**BY, on=ISSUED)
    with pytest.raises(Refused, match="KEY-03"):
        rotate_key(trusted_until=date(2026, 1, 4), **BY, on=ROTATED)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProofKey.objects.create(kid="two", public="00", made_on=ISSUED)


def test_without_a_folder_for_keys_none_is_made(db, settings):
    settings.KEY_FOLDER = ""
    with pytest.raises(Refused, match="KEY-05"):
        make_key(**BY, on=ISSUED)


def test_the_exported_keys_are_read_back_as_they_were(proofs):
    rotate_key(trusted_until=LATER, **BY, on=ROTATED)
    assert read_key_set(json.loads(json.dumps(key_set(trusted_keys())))) == trusted_keys()


def test_who_holds_no_seat_any_more_gets_no_proof(programme):
    make_key(**BY, on=ISSUED)
    gone = Enrolment.objects.filter(programme=programme).first()
    end(programme=programme, cases={gone.pk: cast.JULY}, reason="withdrawn", actor=cast.DECIDER, on=ISSUED)
    assert issue_proofs(programme=programme, **BY, on=ISSUED) == 2
    assert issue_proofs(programme=programme, **BY, on=ISSUED) == 0


def test_the_code_of_the_longest_names_still_is_version_11_at_level_m():
    private = os.urandom(32)
    seal = sealer("0123456789abcdef", private)
    alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    for turn in range(50):
        words = "".join(alphabet[byte % 62] for byte in os.urandom(120))
        content = Content("9999999999", words, 1999, words[::-1], words[:40], date(2025, 8, turn % 28 + 1), words)
        code = text_of(seal(content))
        assert len(code) <= 366
        assert len(qr.pixels(code)) == 61 * 61
    with pytest.raises(ValueError, match="too long"):
        qr.pixels("A" * 400)


@pytest.mark.parametrize("paper", ["a4", "card"])
def test_every_printed_code_scans_and_says_its_own_card(proofs, programme, paper, tmp_path):
    cards = to_print(programme=programme.pk)
    prepare(cards, tmp_path, paper=paper, programme=programme.name, issuer="Pemerintah Provinsi NTT")
    pages = typst.compile(tmp_path / "cards.typ", root=tmp_path, font_paths=fonts(), format="png", ppi=150)
    seen = {code.text for page in pages for code in zxingcpp.read_barcodes(grey(page))}
    assert seen == {text_of(card.sealed) for card in cards}
    [(part, pdf)] = print_sheets([cards], paper=paper, programme=programme.name, issuer="Pemerintah Provinsi NTT")
    assert len(part) == 3
    assert pdf.startswith(b"%PDF")


def test_a_print_leaves_out_what_was_printed_before(proofs, programme):
    cards = to_print(programme=programme.pk)
    note_printed(serials=[card.serial for card in cards[:2]], **BY, on=ISSUED)
    assert [card.serial for card in to_print(programme=programme.pk)] == [cards[2].serial]
    assert len(to_print(programme=programme.pk, again=True)) == 3
    assert [len(part) for part in batches(cards, 2)] == [2, 1]


@given(st.integers(1, 99_999_999))
def test_a_mistyped_number_is_noticed(serial):
    number = proof_number(serial)
    assert serial_of(number) == serial
    for place in range(10):
        wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
        assert serial_of(wrong) is None


def test_issuing_needs_a_clock_of_nobody():
    """The verdict is by the day passed in: no module of the proof asks the clock."""
    folder = Path(qr.__file__).parent
    for path in folder.glob("*.py"):
        words = path.read_text()
        assert "now(" not in words, path
        assert "today(" not in words, path
