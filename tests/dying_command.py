"""A command that is killed at each of its moments, until it gets to its end; prints the moments.

``dying_command DATA FOLDER ARGUMENT…``: what ``carnet`` is to do, and the folder in which it
writes. ``CARNET_PIECE`` says how large the pieces of an archive are; each is a moment as well.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from api.cli.__main__ import app
from api.privacy.access import archive
from api.privacy.access.archive import Archive
from tests.dying import Moments, killed_at_each

folder, *arguments = sys.argv[1:]
archive.PIECE = int(os.environ.pop("CARNET_PIECE"))
pieces = Archive.pieces


def run(moments: Moments) -> None:
    def told(self: Archive) -> Iterator[bytes]:
        for piece in pieces(self):
            yield piece
            moments.reached(moments.again("piece"))

    hooked: Any = Archive
    hooked.pieces = told
    moments.begin(arguments[1])
    app(arguments, standalone_mode=False)


print("\n".join(killed_at_each(run, Path(folder), "", inside="")))
