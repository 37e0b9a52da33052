"""A list of rows: filters that live in the URL, order, paging, and the same rows as Excel or CSV.

A room declares its lists in `tables.py`; the page and the export read one declaration, so that neither shows what
the other hides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, ClassVar, Literal

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise

from lindung.accounts.access import visible_to
from lindung.kernel.days import in_figures
from lindung.kernel.rupiah import rupiah, thousands
from lindung.ui.days import in_words
from lindung.ui.telling import both

ORDER, PAGE = "urut", "hal"  # parameters of the URL beside the filters' own
MOST_DIGITS = 19  # of a number in the database
NIK_SHOWN = 6  # digits of place; the birth date and the serial stay hidden


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `key`: a field's path. `link`: name of the URL that takes the value of `link_key`."""

    key: str
    label: str | Promise
    kind: Literal["text", "number", "rupiah", "date", "time", "month", "masked", "problem"] = "text"
    words: Mapping[Any, str | Promise] | None = None
    link: str = ""
    link_key: str = "pk"

    @property
    def right(self) -> bool:
        return self.kind in ("number", "rupiah")

    def text(self, value: Any) -> str:
        """The value as people read it; nothing stays nothing."""
        if value is None or value == "":
            return ""
        if self.words is not None:
            return str(self.words.get(value, value))
        return FORMATS[self.kind](value)

    def plain(self, value: Any) -> str | int | None:
        """The value in a file: numbers stay numbers."""
        if value is None:
            return None
        return int(value) if self.right else self.text(value)


def masked(number: str) -> str:
    """532101**********: where from, not who."""
    return number[:NIK_SHOWN] + "*" * max(0, len(number) - NIK_SHOWN)


def _moment(value: datetime) -> str:
    return f"{in_figures(value.date())} {value:%H.%M}"


FORMATS: dict[str, Callable[[Any], str]] = {
    "text": str,
    "number": lambda value: thousands(int(value)),
    "rupiah": lambda value: rupiah(int(value)),
    "date": lambda value: in_figures(value) if isinstance(value, date) else str(value),
    "time": _moment,
    "month": lambda value: in_words(value).split(" ", 1)[1],
    "masked": lambda value: masked(str(value)),
    # A code, a space, and the problem's two sentences.
    "problem": lambda value: both(*str(value).split(" ", 1)),
}


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    right: bool
    href: str = ""
    label: str | Promise = ""


class Filters(forms.Form):
    """What may be asked of a list. Choices must come from `visible_to(self.user, …)` too."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)


class Table:
    """One list. Subclass it with `name`, `needs`, `title`, `columns`, `filters`, `orders`, `rows` and `narrow`."""

    name: ClassVar[str]
    needs: ClassVar[str]
    title: ClassVar[str | Promise]
    columns: ClassVar[Sequence[Column]]
    filters: ClassVar[type[Filters]] = Filters
    orders: ClassVar[Mapping[str, tuple[str, ...]]]
    empty: ClassVar[str | Promise] = ""
    per_page: ClassVar[int] = 50
    # Files of a list's own form beside the plain ones, by their ending: made from the list, telling rows done.
    papers: ClassVar[Mapping[str, Callable[[Any, Callable[[int], None]], bytes]]] = {}
    known: ClassVar[dict[str, type[Table]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        Table.known[cls.name] = cls

    def __init__(self, user: Any, query: QueryDict, **of: int | str) -> None:
        """`of`: of what the list is, e.g. a decree; kept in the query, so that a file asked for knows it too."""
        self.user, self.query = user, query
        if of:
            self.query = query.copy()
            self.query.update({name: str(value) for name, value in of.items()})
        self.form = self.filters(query or None, user=user)

    def of(self, name: str) -> int:
        """The number of the thing this list is of; 0, which nothing has, where it does not say."""
        asked = self.query.get(name, "")
        return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < MOST_DIGITS else 0

    @property
    def file_name(self) -> str:
        """What its files are called, before the day and the ending."""
        return self.name

    def rows(self) -> QuerySet[Any]:
        """Every row there is, before anything is asked; visibility is laid on it afterwards."""
        raise NotImplementedError

    def narrow(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        """Rows that fit the filters; `chosen` has only what was filled in rightly."""
        return rows

    @cached_property
    def found(self) -> QuerySet[Any]:
        self.form.is_valid()
        chosen = {name: value for name, value in getattr(self.form, "cleaned_data", {}).items() if value}
        return self.narrow(visible_to(self.user, self.rows()), chosen)

    @cached_property
    def order(self) -> str:
        asked = self.query.get(ORDER, "")
        return asked if asked.removeprefix("-") in self.orders else next(iter(self.orders))

    @cached_property
    def ordered(self) -> QuerySet[Any]:
        return self.in_order(self.found)

    def in_order(self, rows: QuerySet[Any], *more: str) -> QuerySet[Any]:
        """`rows` as asked, each a dictionary of what the columns show and of `more`."""
        backwards = self.order.startswith("-")
        fields = self.orders[self.order.removeprefix("-")]
        keys = [_turned(field) if backwards else field for field in fields]
        names = {column.key for column in self.columns} | {c.link_key for c in self.columns if c.link}
        return rows.order_by(*keys).values(*sorted(names), *more)

    @cached_property
    def page(self) -> Page[Any]:
        pages = Paginator(self.ordered, self.per_page)
        # Counted before the columns' joins are laid on: they change no number and take most of the time.
        pages.count = self.found.count()
        return pages.get_page(self.query.get(PAGE))

    def lines(self) -> Iterator[list[Cell]]:
        """The rows of this page."""
        for row in self.page.object_list:
            yield [self._cell(column, row) for column in self.columns]

    def plain_lines(self) -> Iterator[list[str | int | None]]:
        """Every row for a file: numbers stay numbers, all else is text as on the page, masked alike."""
        for row in self.ordered.iterator(chunk_size=5_000):
            yield [column.plain(row[column.key]) for column in self.columns]

    def _cell(self, column: Column, row: Mapping[str, Any]) -> Cell:
        leads = column.link and row[column.link_key] is not None
        href = reverse(column.link, args=[row[column.link_key]]) if leads else ""
        return Cell(column.text(row[column.key]), column.right, href, column.label)

    def heads(self) -> Iterator[dict[str, Any]]:
        """Titles of the columns; those that may be ordered have a link."""
        for column in self.columns:
            order = next(
                (name for name, keys in self.orders.items() if keys[0].removeprefix("-") == column.key), ""
            )
            state, turned = self._turn(order) if order else ("", "")
            yield {
                "label": column.label,
                "right": column.right,
                "state": state,
                "href": self.address(**{ORDER: turned, PAGE: None}) if order else "",
            }

    def _turn(self, order: str) -> tuple[str, str]:
        """How the rows stand by this order now (aria-sort), and the order that a click asks for."""
        if self.order.removeprefix("-") != order:
            return "", order
        backwards = self.order.startswith("-") != self.orders[order][0].startswith("-")
        return "descending" if backwards else "ascending", order if self.order.startswith("-") else f"-{order}"

    def address(self, **changes: str | int | None) -> str:
        """Query string of this list with some parameters changed; None takes one away."""
        query = self.query.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = str(value)
        return f"?{query.urlencode()}"

    @property
    def previous(self) -> str:
        return self.address(**{PAGE: self.page.previous_page_number()}) if self.page.has_previous() else ""

    @property
    def next(self) -> str:
        return self.address(**{PAGE: self.page.next_page_number()}) if self.page.has_next() else ""

    def response(
        self, request: HttpRequest, template: str = "ui/list.html", context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The page, or the list alone where htmx asks for it."""
        part = getattr(request, "htmx", None) and request.htmx.target == "daftar"  # type: ignore[attr-defined]
        found = {"table": self} | (context or {})
        answer = render(request, "ui/table.html" if part else template, found)
        # One address, two answers: no store between may give the one for the other.
        patch_vary_headers(answer, ["HX-Request", "HX-Target"])
        return answer


def _turned(field: str) -> str:
    return field.removeprefix("-") if field.startswith("-") else f"-{field}"
