"""The law desk: premium and benefit for somebody at the counter, with articles and a sheet to print.

Asked by POST, so that nothing stands in an address or a log of the server; nothing is kept.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lindung import policy
from lindung.accounts.guards import needs
from lindung.kernel.problem import Problem, Refused
from lindung.kernel.rupiah import rupiah
from lindung.ui.days import in_words
from lindung.ui.fields import RupiahField
from lindung.web.forms import BenefitForm, PremiumForm

FORMS = {"premium": PremiumForm, "benefit": BenefitForm}


@needs("law.read")
@never_cache
@require_http_methods(["GET", "POST"])
def law(request: HttpRequest) -> HttpResponse:
    """Both calculators; the answer of the one that was asked stands above them, ready to print."""
    asked = request.POST.get("ask", "")
    forms = {
        name: form(request.POST if name == asked else None, prefix=name, initial={"on": timezone.localdate()})
        for name, form in FORMS.items()
    }
    answer: dict[str, Any] | None = None
    refused: tuple[Problem, ...] = ()
    if asked in forms and forms[asked].is_valid():
        answer, refused = _answered(asked, forms[asked].cleaned_data)
    page = {
        "premium": forms["premium"], "benefit": forms["benefit"], "asked": asked, "refused": refused,
        "answer": answer, "today": timezone.localdate(), "facts": _facts(forms[asked]) if answer else [],
    }  # fmt: skip
    return render(request, "web/law.html", page)


def _facts(form: Any) -> list[tuple[str, str]]:
    """What was asked, as its sheet repeats it: label and answer in words."""
    told = []
    for bound in form:
        given = form.cleaned_data.get(bound.name)
        if given in (None, ""):
            continue
        if isinstance(given, date):
            words = in_words(given)
        elif isinstance(bound.field, RupiahField):
            words = rupiah(given)
        else:
            words = str(dict(getattr(bound.field, "choices", ())).get(given, given))
        told.append((bound.label, words))
    return told


def _answered(asked: str, facts: dict[str, Any]) -> tuple[dict[str, Any] | None, tuple[Problem, ...]]:
    language = "en" if (get_language() or "").startswith("en") else "id"
    marks = {
        "verified": _("terverifikasi"),
        "secondary": _("sumber sekunder"),
        "unverified": _("belum terverifikasi"),
    }
    try:
        if asked == "premium":
            told = policy.premium(**facts).as_dict(language)
        else:
            given = {name: fact for name, fact in facts.items() if fact not in (None, "")}
            children = tuple(policy.Child() for _number in range(given.pop("children", 0)))
            told = policy.benefit(**given, children=children).as_dict(language)
    except Refused as trouble:
        return None, trouble.problems
    for line in told["lines"]:
        line["mark"] = marks[line["confidence"]]
    return told, ()
