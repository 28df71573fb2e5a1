"""The gallery of components is for whoever develops: the pages that are shipped do not know it."""

from __future__ import annotations

from tests.browser.live import ROOT, Live

MARK = b"data-gallery-of-ui"


def test_the_gallery_is_not_in_the_build(live: Live) -> None:
    source = (ROOT / "frontend" / "src" / "gallery" / "Gallery.tsx").read_bytes()
    assert MARK in source
    shipped = [each for each in live.dist.rglob("*") if each.is_file()]
    assert len(shipped) > 50
    assert [each.name for each in shipped if "gallery" in each.name.lower()] == []
    assert [each.name for each in shipped if MARK in each.read_bytes()] == []
