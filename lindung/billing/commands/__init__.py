"""`lindung bills` and `lindung membership`."""

from lindung.billing.commands.bills import bills
from lindung.billing.commands.membership import membership

__all__ = ["bills", "membership"]
