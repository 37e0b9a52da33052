"""File layouts whose consequences banking bears: a programme that already runs, with accounts."""

from lindung.banking.imports.layout import BroughtForwardLayout

__all__ = ["BroughtForwardLayout"]
