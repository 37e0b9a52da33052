"""Questions about programmes."""

from __future__ import annotations

from datetime import date

from lindung.programmes.models import Programme, Rate


def price(programme: Programme, first: date, last: date) -> int:
    """Rupiah of one person's cover from month `first` to month `last`, both included."""
    rates = Rate.objects.filter(programme=programme, month__range=(first, last))
    return sum(rates.values_list("rupiah", flat=True))
