"""Scanned papers: kept as they came, by what their first bytes say, never by their name."""

from __future__ import annotations

import hashlib
from datetime import date

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.kernel.papers import MIB, MOST, media_of
from lindung.kernel.problem import Refused
from lindung.programmes import problems
from lindung.programmes.models import Agreement, Decree, Scan


@verb
def keep_scan(*, of: Agreement | Decree, name: str, content: bytes, actor: Actor, on: date) -> Scan:
    """Keep the signed paper of an agreement or a decree; the same bytes again are the same scan.

    Refused: PROG-13 neither PDF nor JPEG nor PNG, PROG-14 too large.
    """
    media = media_of(content)
    if not media:
        raise Refused(problems.NOT_A_SCAN.problem(name=name))
    if len(content) > MOST:
        raise Refused(problems.SCAN_TOO_LARGE.problem(name=name, size=-(-len(content) // MIB), most=MOST // MIB))
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
