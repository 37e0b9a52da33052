"""What officers hand in, and a row they correct."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindung.accounts.access import scope
from lindung.intake.filing import filings
from lindung.intake.layouts import Layout
from lindung.intake.models import Row, RowProblem
from lindung.intake.reading.formats import MIB, READABLE
from lindung.kernel.papers import BEGINNINGS
from lindung.kernel.problem import Problem, Severity
from lindung.regions.models import Region
from lindung.ui.telling import sentences

MAX_UPLOAD = 50 * MIB  # of one file; larger ones are taken in on the server itself
MAX_FILES = 50
BETWEEN = "|"  # layout and scope in one choice


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or many files; an empty one is let pass, for intake says better what is wrong with it."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = list(data) if isinstance(data, list | tuple) else [data] if data else []
        if not given:
            raise forms.ValidationError(_("Pilih sedikitnya satu buku kerja."))
        if len(given) > MAX_FILES:
            raise forms.ValidationError(_("Paling banyak %(most)s berkas sekali kirim.") % {"most": MAX_FILES})
        large = [file.name for file in given if (file.size or 0) > MAX_UPLOAD]
        if large:
            told = {"names": ", ".join(map(str, large)), "most": MAX_UPLOAD // MIB}
            raise forms.ValidationError(
                _("%(names)s lebih besar dari %(most)s MB. Bagi menjadi beberapa berkas.") % told
            )
        return [super(FilesField, self).clean(file, initial) for file in given]


class UploadForm(forms.Form):
    """Workbooks with what they are for. Choices are those this person has in his own region."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    workbooks = FilesField(
        label=gettext_lazy("Buku kerja"),
        allow_empty_file=True,
        help_text=gettext_lazy(
            "Satu atau banyak berkas .xlsx, .xls, .ods atau .csv, masing-masing sampai 50 MB. "
            "Berkas asli disimpan apa adanya."
        ),
    )
    purpose = forms.ChoiceField(label=gettext_lazy("Program"))
    region = forms.ChoiceField(
        label=gettext_lazy("Wilayah"),
        help_text=gettext_lazy("Daftar milik wilayah ini. Baris orang dari luar wilayah ditahan untuk dilihat."),
    )
    letter = forms.CharField(
        label=gettext_lazy("Nomor surat pengantar"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Misalnya 460/118/DS-WEH/2025."),
    )
    paper = forms.FileField(
        label=gettext_lazy("Pindaian surat pengantar"),
        required=False,
        help_text=gettext_lazy("PDF, JPEG atau PNG, sampai 10 MB."),
        widget=forms.FileInput(attrs={"accept": ",".join(BEGINNINGS.values())}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid4
        self.fields["workbooks"].widget.attrs["accept"] = ",".join(READABLE)
        purposes = self.fields["purpose"]
        assert isinstance(purposes, forms.ChoiceField)  # noqa: S101
        purposes.choices = [
            (f"{one.code}{BETWEEN}{code}", name) for one in filings() for code, name in one.scopes(user)
        ]
        regions = self.fields["region"]
        assert isinstance(regions, forms.ChoiceField)  # noqa: S101
        regions.choices = regions_of(user)

    @property
    def chosen_purpose(self) -> tuple[str, str]:
        """Codes of layout and scope."""
        layout, _between, code = self.cleaned_data["purpose"].partition(BETWEEN)
        return layout, code


def regions_of(user: Any) -> list[tuple[str, str]]:
    """Regions for which this person may hand in: where he serves, and one level further down."""
    codes = scope(user, "intake.upload").codes
    own = Region.objects.filter(pk__in=codes, retired_on=None)
    below = Region.objects.filter(parent__in=codes, retired_on=None)
    named = dict(own.order_by("code").values_list("code", "name"))
    inside = {code: f"{name} ({code})" for code, name in below.order_by("name").values_list("code", "name")}
    return [(code, f"{name} ({code})") for code, name in named.items()] + [
        (code, name) for code, name in inside.items() if code not in named
    ]


class MendForm(forms.Form):
    """One row, cell by cell. What was rejected and any doubtful number is typed anew; the rest stands there."""

    def __init__(
        self,
        *args: Any,
        row: Row,
        titles: Sequence[str],
        keys: Sequence[str],
        problems: Iterable[RowProblem],
        layout: Layout,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.titles: dict[str, str] = {}
        self.before: dict[str, str] = {}
        self.wrong: list[str] = []
        found: dict[str, list[RowProblem]] = {}
        for problem in problems:
            found.setdefault(problem.column, []).append(problem)
        kinds = {column.key: column.kind for column in layout.columns}
        for position, title in enumerate(titles):
            cell = row.cells[position] if position < len(row.cells) else ""
            if keys[position] != "kunci" and (title or cell):
                self._add(position, title or f"Kolom {position + 1}", cell, kinds.get(keys[position], ""), found)
        # A column the sheet does not have at all, but should.
        for title in sorted(set(found) - set(self.titles.values()) - {""}):
            self._add(len(self.titles) + len(titles), title, "", "", found)

    def _add(self, position: int, title: str, cell: str, kind: str, found: dict[str, list[RowProblem]]) -> None:
        name, told = f"sel{position}", found.get(title, [])
        rejected = any(problem.severity == Severity.ERROR for problem in told)
        anew = bool(cell) and (rejected or (bool(told) and kind in ("nik", "kk", "account")))
        self.titles[name], self.before[name] = title, as_typed(cell)
        if told:
            self.wrong.append(name)
        self.fields[name] = forms.CharField(
            label=title,
            required=rejected,
            max_length=500,
            initial="" if anew else as_typed(cell),
            help_text=_told(told, cell if anew else ""),
            error_messages={"required": _("Isi yang benar, atau perbaiki lewat buku kerja.")},
            widget=forms.TextInput(
                attrs={"autocomplete": "off"} | ({"autofocus": True} if self.wrong[:1] == [name] else {})
            ),
        )

    def clean(self) -> dict[str, Any]:
        filled = super().clean() or {}
        typed_anew = any(filled.get(name) and not self.fields[name].initial for name in self.wrong)
        if not self.errors and not typed_anew and all(filled[name] == self.before[name] for name in self.titles):
            raise forms.ValidationError(_("Belum ada sel yang diubah."))
        return filled

    @property
    def cells(self) -> list[tuple[str, str]]:
        """(title, text) of the whole row as it shall be."""
        return [(title, self.cleaned_data[name]) for name, title in self.titles.items()]

    @property
    def wrong_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.wrong]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.titles if name not in self.wrong]

    def show(self, problems: Sequence[Problem]) -> list[Problem]:
        """Put what intake found at its field; back comes what belongs to none."""
        names = {title: name for name, title in self.titles.items()}
        left = []
        for problem in problems:
            if problem.severity == Severity.WARNING:
                continue
            if problem.column in names:
                self.add_error(names[problem.column], sentences(problem))
            else:
                left.append(problem)
        return left


def as_typed(cell: str) -> str:
    """A date cell as people write it: 1985-08-17 → 17-08-1985."""
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00:00)?", cell)
    return f"{found[3]}-{found[2]}-{found[1]}" if found else cell


def _told(problems: Sequence[RowProblem], written: str) -> str:
    """What was found at a cell, safe to show: it may hold whatever somebody typed."""
    words = [_("Tertulis: “%(cell)s”.") % {"cell": as_typed(written)}] if written else []
    words += [sentences(problem) for problem in problems]
    return escape(" ".join(words))
