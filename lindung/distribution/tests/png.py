"""Just enough of a PNG reader to look at a printed page with a scanner's eyes."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import numpy as np


def grey(png: bytes) -> np.ndarray:
    """The pixels of a picture; typst writes 8-bit RGBA without interlace."""
    stream, data = BytesIO(png[8:]), b""
    while head := stream.read(8):
        length, kind = struct.unpack(">I4s", head)
        body = stream.read(length + 4)[:-4]
        if kind == b"IHDR":
            width, height = struct.unpack(">II", body[:8])
            channels = {2: 3, 6: 4}[body[9]]
        elif kind == b"IDAT":
            data += body
    rows = np.frombuffer(zlib.decompress(data), np.uint8).reshape(height, 1 + width * channels)
    out = np.zeros((height, width, channels), np.uint8)
    for y in range(height):
        line, kind = rows[y, 1:].reshape(width, channels).astype(np.int32), rows[y, 0]
        above = out[y - 1].astype(np.int32) if y else np.zeros((width, channels), np.int32)
        out[y] = unfiltered(line, above, kind)
    return np.ascontiguousarray(out[:, :, 1])


def unfiltered(line: np.ndarray, above: np.ndarray, kind: int) -> np.ndarray:
    if kind in (0, 2):
        return (line + (above if kind == 2 else 0)) & 255
    if kind == 1:
        return np.cumsum(line, axis=0) & 255
    done, left, corner = np.zeros_like(line), 0 * line[0], 0 * line[0]
    for x in range(len(line)):
        up = above[x]
        if kind == 3:
            guess = (left + up) // 2
        else:
            far = left + up - corner
            a, b, c = abs(far - left), abs(far - up), abs(far - corner)
            guess = np.where((a <= b) & (a <= c), left, np.where(b <= c, up, corner))
        done[x] = left = (line[x] + guess) & 255
        corner = up
    return done
