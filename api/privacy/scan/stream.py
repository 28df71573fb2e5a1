"""Bytes as they come, in pieces, searched through: also what is packed inside them."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from struct import unpack

from api.privacy.scan.needles import Needle

DEEPEST = 4
_ZIP = b"PK\x03\x04"
_ZIP_HEADER = 30


@dataclass(frozen=True)
class Found:
    needle: Needle
    form: str
    at: int
    """In the bytes that were searched last."""


def search(needles: Sequence[Needle], bytes_: bytes) -> Iterator[Found]:
    """Each needle and form once."""
    lower = bytes_.lower()
    for needle in needles:
        for hay, forms in ((bytes_, needle.exact), (lower, needle.folded)):
            for form, name in forms.items():
                at = hay.find(form)
                if at >= 0:
                    yield Found(needle, name, at)


class Stream:
    """Finds what lies across the border of two pieces as well, and unpacks gzip, zlib and zip."""

    def __init__(self, needles: Sequence[Needle], depth: int = 0) -> None:
        self.needles = needles
        self._tail = b""
        self._overlap = max((one.longest for one in needles), default=1) - 1
        self._depth = depth
        self._packed: _Packed | None = None
        self._beginning: bytes | None = b""
        """Until there is enough of it to tell what it is."""

    def feed(self, piece: bytes) -> Iterator[Found]:
        whole = self._tail + piece
        yield from search(self.needles, whole)
        self._tail = whole[-self._overlap :] if self._overlap else b""
        if self._beginning is not None:
            piece = self._beginning + piece
            self._beginning = piece if len(piece) < len(_ZIP) else None
            if self._beginning is None and self._depth < DEEPEST:
                self._packed = _packed(piece, Stream(self.needles, self._depth + 1))
        if self._packed is not None:
            yield from self._packed.feed(piece)


class _Packed:
    """gzip or zlib."""

    def __init__(self, inside: Stream, bits: int) -> None:
        self._inside = inside
        self._opening = zlib.decompressobj(bits)

    def feed(self, piece: bytes) -> Iterator[Found]:
        try:
            opened = self._opening.decompress(piece)
        except zlib.error:
            return
        yield from self._inside.feed(opened)


class _Zip(_Packed):
    """Each member of a zip, also of one whose directory has not come yet."""

    def __init__(self, inside: Stream) -> None:
        super().__init__(inside, -15)
        self._waiting = b""
        self._inflating = False
        self._left = 0
        """Of a member that is not deflated."""

    def feed(self, piece: bytes) -> Iterator[Found]:
        self._waiting += piece
        while self._waiting:
            if self._left:
                taken, self._waiting = self._waiting[: self._left], self._waiting[self._left :]
                self._left -= len(taken)
                yield from self._inside.feed(taken)
            elif self._inflating:
                yield from self._inflate()
            elif not self._next_member():
                return

    def _inflate(self) -> Iterator[Found]:
        try:
            opened = self._opening.decompress(self._waiting)
        except zlib.error:
            self._inflating = False
            self._waiting = self._waiting[1:]
            return
        self._inflating = not self._opening.eof
        self._waiting = self._opening.unused_data
        yield from self._inside.feed(opened)

    def _next_member(self) -> bool:
        at = self._waiting.find(_ZIP)
        if at < 0:
            self._waiting = self._waiting[-3:]
            return False
        self._waiting = self._waiting[at:]
        if len(self._waiting) < _ZIP_HEADER:
            return False
        method, packed, name, extra = unpack("<8xH8xI4xHH", self._waiting[:_ZIP_HEADER])
        if len(self._waiting) < _ZIP_HEADER + name + extra:
            return False
        self._waiting = self._waiting[_ZIP_HEADER + name + extra :]
        self._inside = Stream(self._inside.needles, self._inside._depth)
        if method == zlib.DEFLATED:
            self._opening, self._inflating = zlib.decompressobj(-15), True
        else:
            self._left = packed
        return True


def _packed(beginning: bytes, inside: Stream) -> _Packed | None:
    if beginning.startswith(_ZIP):
        return _Zip(inside)
    if beginning.startswith(b"\x1f\x8b"):
        return _Packed(inside, 31)
    if beginning[:1] == b"\x78" and not unpack(">H", beginning[:2])[0] % 31:
        return _Packed(inside, 15)
    return None
