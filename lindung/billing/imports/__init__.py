"""Files of billing: BPJS's own invoice with its list of names."""

from lindung.billing.imports.invoices import take_in

__all__ = ["take_in"]
