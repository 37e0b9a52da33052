"""QR codes of one size as raw pixels, one byte a module, ready for a sheet."""

from __future__ import annotations

import zxingcpp

from lindung.distribution.proof.claim import text_of

VERSION, LEVEL = 11, "M"
SIDE = 17 + 4 * VERSION  # modules
# Trying all eight masks takes nine tenths of the time; readers take any.
MASK = 3


def pixels(text: str) -> bytes:
    """SIDE × SIDE bytes, 0 dark and 255 light, without the quiet zone. Raises ValueError where it does not fit."""
    code = zxingcpp.create_barcode(text, zxingcpp.QRCode, ec_level=LEVEL, data_mask=MASK, version=VERSION)
    return bytes(memoryview(code.to_image(1, add_hrt=False, add_quiet_zones=False)))


def of_proof(sealed: bytes) -> bytes:
    """The code of a sealed proof."""
    return pixels(text_of(sealed))
