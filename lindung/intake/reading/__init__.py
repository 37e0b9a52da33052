"""From an untrusted file to tables of cells. Only the child process opens a file (`lindung.intake.child`)."""

from lindung.intake.reading.book import Book, Cell, Sheet, Unreadable
from lindung.intake.reading.parent import read

__all__ = ["Book", "Cell", "Sheet", "Unreadable", "read"]
