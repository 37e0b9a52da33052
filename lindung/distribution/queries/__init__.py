"""Questions about cards, bank books and proofs."""

from lindung.distribution.queries.items import AS_OF, undelivered, unpaired

__all__ = ["AS_OF", "undelivered", "unpaired"]
