"""What a phone's camera sees: a printed card held before it, as a video that Chromium takes for its camera."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import typst

from lindung.distribution.proof.printing import Card, fonts, prepare
from lindung.distribution.tests.png import grey

PPI = 400
CENTRE = (27.0, 27.0)  # millimetres from the card's corner to the middle of its code
FINE = 3  # points looked at in each direction for one pixel of the picture


def printed(card: Card, folder: Path) -> np.ndarray:
    """The back of the card as paper shows it, PPI pixels an inch, 0 dark and 255 light."""
    folder.mkdir(parents=True)
    prepare([card], folder, paper="card", programme="Program 2025", issuer="Dinas Tenaga Kerja")
    pages = typst.compile(folder / "cards.typ", root=folder, font_paths=fonts(), format="png", ppi=PPI)
    return grey(pages[1])


def seen(card: np.ndarray, *, size: tuple[int, int], across: float, turned: float) -> np.ndarray:
    """The picture of `size`, `across` millimetres wide, of a card turned by so many degrees on a grey table.

    Lit from one side, a little out of focus and noisy, as a cheap camera makes it.
    """
    wide, high = size
    y, x = np.mgrid[0 : high * FINE, 0 : wide * FINE] / FINE
    x, y = (x - wide / 2) * across / wide, (y - high / 2) * across / wide
    angle = np.deg2rad(turned)
    column = (x * np.cos(angle) - y * np.sin(angle) + CENTRE[0]) * PPI / 25.4
    row = (x * np.sin(angle) + y * np.cos(angle) + CENTRE[1]) * PPI / 25.4
    on_card = (row >= 0) & (row < card.shape[0]) & (column >= 0) & (column < card.shape[1])
    light = np.full(row.shape, 110.0)
    light[on_card] = card[row[on_card].astype(int), column[on_card].astype(int)]
    picture = light.reshape(high, FINE, wide, FINE).mean((1, 3))
    soft = np.array([0.05, 0.25, 0.4, 0.25, 0.05])
    for axis in (0, 1):
        picture = np.apply_along_axis(np.convolve, axis, picture, soft, "same")
    dim = (40 + 0.7 * picture) * np.linspace(0.8, 1, wide)
    return np.clip(dim + np.random.default_rng(1).normal(0, 4, dim.shape), 0, 255).astype(np.uint8)


def film(picture: np.ndarray, path: Path) -> Path:
    """A YUV4MPEG2 video without colour that shows the picture on and on."""
    high, wide = picture.shape
    head = f"YUV4MPEG2 W{wide} H{high} F10:1 Ip A1:1 C420jpeg\n".encode()
    frame = b"FRAME\n" + picture.tobytes() + bytes([128]) * (wide * high // 2)
    path.write_bytes(head + frame * 4)
    return path
