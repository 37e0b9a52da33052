"""Scanned papers: what one is, by its first bytes and never by its name."""

from __future__ import annotations

MIB = 1024 * 1024
MOST = 10 * MIB  # bytes: thirty pages in black and white
BEGINNINGS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


def media_of(content: bytes) -> str:
    """Media type of a PDF, JPEG or PNG; empty for anything else."""
    return next((media for beginning, media in BEGINNINGS.items() if content.startswith(beginning)), "")
