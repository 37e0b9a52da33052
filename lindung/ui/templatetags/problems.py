"""A problem's two sentences in the language of the page."""

from django import template

from lindung.ui import telling

register = template.Library()


@register.filter
def message(problem: telling.Told) -> str:
    return telling.message(problem.code, problem.message)


@register.filter
def remedy(problem: telling.Told) -> str:
    return telling.remedy(problem.code, problem.remedy)


@register.filter
def example(text: str, code: str) -> str:
    """A message that stands for all of its kind."""
    return telling.message(code, text)
