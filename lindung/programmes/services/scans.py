"""Scanned papers: kept as they came, by what their first bytes say, never by their name."""

from __future__ import annotations

import hashlib
from datetime import date

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.kernel.problem import Refused
from lindung.programmes import problems
from lindung.programmes.models import Agreement, Decree, Scan

MIB = 1024 * 1024
MOST = 10  # MiB: thirty pages in black and white
BEGINNINGS = {
    b"%PDF-": Scan.Media.PDF,
    b"\xff\xd8\xff": Scan.Media.JPEG,
    b"\x89PNG\r\n\x1a\n": Scan.Media.PNG,
}


@verb
def keep_scan(*, of: Agreement | Decree, name: str, content: bytes, actor: Actor, on: date) -> Scan:
    """Keep the signed paper of an agreement or a decree; the same bytes again are the same scan.

    Refused: PROG-13 neither PDF nor JPEG nor PNG, PROG-14 too large.
    """
    media = next((media for beginning, media in BEGINNINGS.items() if content.startswith(beginning)), None)
    if media is None:
        raise Refused(problems.NOT_A_SCAN.problem(name=name))
    if len(content) > MOST * MIB:
        raise Refused(problems.SCAN_TOO_LARGE.problem(name=name, size=-(-len(content) // MIB), most=MOST))
    paper = {"agreement": of} if isinstance(of, Agreement) else {"decree": of}
    scan, made = Scan.objects.get_or_create(
        **paper,
        sha256=hashlib.sha256(content).hexdigest(),
        defaults={
            "name": name,
            "media": media,
            "content": content,
            "received_on": on,
            "received_by": actor.id,
        },
    )
    if made:
        record(
            actor=actor,
            verb="programmes.keep_scan",
            subject=f"programme:{of.programme.code}",
            on=on,
            paper=of.number,
            sha256=scan.sha256,
        )
    return scan
