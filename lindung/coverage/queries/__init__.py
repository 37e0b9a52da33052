"""Questions about cover."""

from lindung.coverage.queries.cover import AS_OF, cover_of, group_of
from lindung.coverage.queries.decisions import desks, hands, people_of
from lindung.coverage.queries.proposals import Proposal, doubles, proposals
from lindung.coverage.queries.review import Queue, Review, review_queue, stakes_of

__all__ = [
    "AS_OF",
    "Proposal",
    "Queue",
    "Review",
    "cover_of",
    "desks",
    "doubles",
    "group_of",
    "hands",
    "people_of",
    "proposals",
    "review_queue",
    "stakes_of",
]
