"""What BPJS and banks say about proxies, from a day on."""

from __future__ import annotations

from datetime import date

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.distribution import problems
from lindung.distribution.models import ProxyRule
from lindung.kernel.days import in_words
from lindung.kernel.problem import Refused


@verb
def set_proxy_rule(
    *, kind: str, valid_from: date, allowed: bool, letter: bool, source: str, verified: bool, actor: Actor, on: date
) -> ProxyRule:
    """A rule from that day on; the same again is the same, another of the same day is refused (HAND-24)."""
    wanted = {"allowed": allowed, "letter": letter, "source": source, "verified": verified}
    rule, made = ProxyRule.objects.get_or_create(kind=kind, valid_from=valid_from, defaults=wanted)
    if not made and any(getattr(rule, name) != value for name, value in wanted.items()):
        raise Refused(problems.ANOTHER_RULE.problem(day=in_words(valid_from)))
    if made:
        record(actor=actor, verb="distribution.set_proxy_rule", subject=f"kind:{kind}", on=on, reason=source)
    return rule
