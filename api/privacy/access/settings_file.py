"""A merchant's own settings in its file."""

from __future__ import annotations

import json
from typing import Any

from api.accounts.models import Merchant
from api.core import moving
from api.privacy.access import json_form

NAME = "merchant.json"


def written(merchant: Merchant) -> bytes:
    return json.dumps(values(merchant), ensure_ascii=False, indent=1).encode()


def values(merchant: Merchant) -> dict[str, Any]:
    """What goes along of them."""
    return {
        column.name: json_form.value(getattr(merchant, column.name))
        for column in moving.columns(Merchant)
    }
