"""What a file really is, judged by its content before anything opens it."""

from __future__ import annotations

import zipfile
from pathlib import Path

from lindung.intake import problems
from lindung.intake.reading.book import Unreadable
from lindung.kernel.problem import Kind

READABLE = (".xlsx", ".xls", ".ods", ".csv")
MIB = 1024**2
MAX_BYTES = 300 * MIB
MAX_UNZIPPED = 4096 * MIB
MAX_PARTS = 5_000
# A sheet of real lists shrinks 10 to 20 times, a bomb 1.000 times.
BOMB_RATIO = 150
BOMB_BYTES = 40 * MIB

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
KNOWN_STARTS = {
    b"%PDF": "dokumen PDF",
    b"\x89PNG": "gambar",
    b"\xff\xd8\xff": "gambar",
    b"GIF8": "gambar",
    b"Rar!": "arsip RAR",
    b"7z\xbc\xaf": "arsip 7z",
    b"\x1f\x8b": "arsip gzip",
    b"{\\rtf": "dokumen RTF",
}


def refuse(kind: Kind, **words: object) -> Unreadable:
    return Unreadable(kind.problem(**words))


def format_of(path: Path, suffix: str) -> str:
    """'.xlsx', '.xls', '.ods' or '.csv'; raises Unreadable when the content is anything else or dangerous."""
    size = path.stat().st_size
    if size == 0:
        raise refuse(problems.EMPTY_FILE)
    if suffix in (".xlsm", ".xltm", ".xlam"):
        raise refuse(problems.MACRO)
    if suffix not in READABLE:
        raise refuse(problems.UNKNOWN_FORMAT, found=suffix or "tanpa akhiran nama")
    if size > MAX_BYTES:
        raise refuse(problems.TOO_LARGE, size=f"{size // MIB} MB")
    with path.open("rb") as stream:
        start = stream.read(512)
    if start[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        found = _in_zip(path)
    elif start.startswith(OLE):
        found = _in_ole(path)
    else:
        found = _otherwise(start, suffix)
    if found != suffix:
        raise refuse(problems.WRONG_EXTENSION, suffix=suffix, found=found)
    return found


def unzipped_size(path: Path) -> int:
    """Bytes a workbook takes once unpacked; its own size where it is not a zip."""
    if not zipfile.is_zipfile(path):
        return path.stat().st_size
    with zipfile.ZipFile(path) as archive:
        return sum(part.file_size for part in archive.infolist())


def _in_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            _guard(parts)
            kind = archive.read("mimetype")[:80] if "mimetype" in names else b""
            manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as trouble:
        raise refuse(problems.BROKEN) from trouble
    if any(name.endswith("vbaProject.bin") or name.startswith("Basic/") for name in names):
        raise refuse(problems.MACRO)
    if b"encryption-data" in manifest:
        raise refuse(problems.PASSWORD)
    if "xl/workbook.xml" in names:
        return ".xlsx"
    if b"opendocument.spreadsheet" in kind or (not kind and "content.xml" in names):
        return ".ods"
    if "xl/workbook.bin" in names:
        return "buku kerja biner (.xlsb)"
    return "dokumen Word" if "word/document.xml" in names else "arsip ZIP, bukan lembar kerja"


def _guard(parts: list[zipfile.ZipInfo]) -> None:
    """Raise for an archive that would unpack into something unreasonable, before unpacking any of it."""
    total = sum(part.file_size for part in parts)
    if any(part.flag_bits & 1 for part in parts):
        raise refuse(problems.PASSWORD)
    bomb = any(part.file_size > max(BOMB_BYTES, BOMB_RATIO * part.compress_size) for part in parts)
    if bomb or total > MAX_UNZIPPED or len(parts) > MAX_PARTS:
        raise refuse(problems.TOO_LARGE, size=f"{total // MIB} MB setelah dibuka")


def _in_ole(path: Path) -> str:
    """Old Excel, or the envelope in which newer Excel keeps a workbook with a password."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise refuse(problems.PASSWORD)
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise refuse(problems.MACRO)
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return ".xls"
    return "dokumen Office lama, bukan lembar kerja"


def _otherwise(start: bytes, suffix: str) -> str:
    for magic, name in KNOWN_STARTS.items():
        if start.startswith(magic):
            return name
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith((b"<!doctype", b"<html", b"<table", b"<?xml")):
        return "halaman web"
    if suffix == ".csv":
        return ".csv"
    text = start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in start
    return "teks biasa" if text else "tidak dikenal"
