"""Tags of the design system: fields of forms, regions above a page, the months of a person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, HiddenInput, RadioSelect
from django.utils.html import format_html_join

from lindung.ui import breadcrumb
from lindung.ui.maps import Dot

register = template.Library()


@register.inclusion_tag("ui/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """A form field with label, help and error, tied together for screen readers."""
    widget = bound.field.widget
    parts = {"bantuan": bound.help_text, "galat": bound.errors}
    described = [f"{bound.auto_id}-{part}" for part, there in parts.items() if there]
    attributes: dict[str, str | bool] = {}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return {
        "field": bound,
        "widget": bound.as_widget(attrs=attributes),
        "hidden": isinstance(widget, HiddenInput),
        "choice": isinstance(widget, CheckboxInput),
        "group": isinstance(widget, RadioSelect),
    }


@register.inclusion_tag("ui/breadcrumb.html")
def regions_above(code: str, address: str) -> dict[str, Any]:
    """Province › district › … down to `code`; each links to `address` with ?wilayah=code."""
    return {"steps": breadcrumb.steps(code, address)}


@register.simple_tag
def circles(dots: Iterable[Dot], radius: int, query: str = "") -> str:
    """Thousands of dots, quicker than a template's loop; with a `query` each leads down."""
    shape = '<circle cx="{}" cy="{}" r="{}"><title>{}</title></circle>'
    if not query:
        return format_html_join("", shape, ((dot.x, dot.y, radius, dot.label) for dot in dots))
    led = ((dot.leads, query, dot.x, dot.y, radius, dot.label) for dot in dots)
    return format_html_join("", f'<a href="?wilayah={{}}{{}}" tabindex="-1">{shape}</a>', led)


@register.filter
def share(part: int | None, whole: int | None) -> int:
    """Whole per cent, 0 to 100, of a bar."""
    return min(100, round(100 * (part or 0) / whole)) if whole else 0
