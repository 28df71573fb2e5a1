"""Amounts as people read them."""

from __future__ import annotations

_NO_MINOR_UNIT = frozenset(
    {
        *("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW"),
        *("PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"),
    }
)
_THOUSANDTHS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})


def digits(currency: str) -> int:
    """Digits behind the decimal point (ISO 4217)."""
    return 0 if currency in _NO_MINOR_UNIT else 3 if currency in _THOUSANDTHS else 2
