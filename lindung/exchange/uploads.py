"""A file that a page received, as the path that every `take_in` reads; and a kept file handed to the browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse
from django.utils.translation import gettext as _

from lindung.audit.services import Actor, record
from lindung.exchange.models import Message

MIB = 1024**2
MOST = 64 * MIB


class SentField(forms.FileField):
    """One file of an office, at most 64 MB; larger ones are entered on the server itself."""

    def __init__(self, *, accept: str, **kwargs: object) -> None:
        kwargs.setdefault("widget", forms.ClearableFileInput(attrs={"accept": accept}))
        # An empty file is let pass: the reader says better what is wrong with it.
        kwargs.setdefault("allow_empty_file", True)
        super().__init__(**kwargs)  # type: ignore[arg-type]

    def clean(self, data: UploadedFile, initial: object = None) -> UploadedFile:
        if data and (data.size or 0) > MOST:
            raise forms.ValidationError(_("Berkas ini lebih besar dari %s MB.") % (MOST // MIB))
        return super().clean(data, initial)  # type: ignore[return-value]


@contextmanager
def on_disk(sent: UploadedFile) -> Iterator[Path]:
    """The file under its own name in a folder of its own, gone afterwards."""
    with TemporaryDirectory(prefix="lindung-upload-") as folder:
        path = Path(folder) / Path(str(sent.name)).name
        with path.open("wb") as stream:
            for part in sent.chunks():
                stream.write(part)
        yield path


def attached(name: str, content: bytes) -> FileResponse:
    """To be kept, never to be opened in a page: whatever it is, it runs nowhere."""
    return FileResponse(
        BytesIO(content),
        as_attachment=True,
        filename=name,
        content_type="application/octet-stream",
        headers={
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox",
            "Cache-Control": "no-store",
        },
    )


def kept(message: Message, *, actor: Actor, on: date) -> FileResponse:
    """A file as it went out or came in; it names people, so the look is recorded."""
    record(actor=actor, verb="exchange.look", subject=message.subject, on=on, name=message.name)
    return attached(message.name, bytes(message.content.content))
