"""The one bill a page is about, where its reader may see it, and what all its pages say of it."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404

from lindung.accounts.access import visible_to
from lindung.billing.models import Bill, Difference, Invoice


def seen_bill(request: HttpRequest, pk: int, needs: str = "") -> Bill:
    """Where the reader holds `needs` too; else it is not found."""
    rows = visible_to(request.user, Bill.objects.select_related("programme", "branch", "closure"), needs)
    return get_object_or_404(rows, pk=pk)


def newest(found: Bill) -> Invoice | None:
    """The list of BPJS that counts; None where none came."""
    return Invoice.objects.filter(bill=found).select_related("message").order_by("-pk").first()


def unexplained(invoice: Invoice | None) -> int:
    return Difference.objects.filter(invoice=invoice, owner=None).count() if invoice else 0


def paid_of(found: Bill) -> int:
    """Rupiah paid so far."""
    return sum(found.payments.values_list("rupiah", flat=True))


def about(request: HttpRequest, parameter: str, value: int) -> QueryDict:
    """The query of a list about one thing, so that its file is about the same."""
    query = request.GET.copy()
    query[parameter] = str(value)
    return query
