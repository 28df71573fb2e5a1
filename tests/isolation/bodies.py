"""What each route takes, so that it is the id and nothing else that is refused."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

from PIL import Image

PICTURE = io.BytesIO()
Image.new("RGB", (8, 8), "teal").save(PICTURE, "PNG")
SENT = dict.fromkeys(("put_photo", "put_logo"), PICTURE.getvalue())
"""What is sent as it is."""

BODIES: dict[str, dict[str, Any]] = {
    "earn": {"units": 1},
    "redeem": {"reward_id": "{reward}"},
    "adjust": {"delta": 1, "reason": "Geste"},
    "reverse": {"entry_id": "{entry}"},
    "preview_sale": {},
    "create_sale": {"units": 1},
    "weigh_program_change": {"name": "Autre nom"},
    "simulate_sale": {"sale": {"amount": 1250}},
    "create_hold": {"units": 1},
    "close_card": {"reason": "Perdue"},
    "change_campaign": {"subject": "Autre"},
    "send_campaign": {},
    "change_program": {"name": "Autre nom"},
    "close_program": {"redeem_until": (date.today() + timedelta(days=30)).isoformat()},
    "change_customer": {"first_name": "Autre"},
    "change_member": {"role": "cashier"},
    "explain_alert": {"note": "Fête"},
    "set_pin": {"pin": "274961"},
    "change_location": {"name": "Autre nom"},
    "restrict_customer": {"reason": "accuracy"},
    "announce_lifting": {"how": "told"},
    "record_consent": {"purpose": "marketing_email", "granted": True},
    "map_import": {"mapping": {"0": "first_name"}},
    "erase_customer": {"plan_digest": "0" * 64},
    "link_privacy_request": {"customer_id": "{customer}"},
    "identify_requester": {"by": "counter"},
    "qualify_privacy_request": {"kind": "access"},
    "approve_privacy_request": {"plan_digest": "x"},
    "answer_privacy_request": {},
    "extend_privacy_request": {"reason": "Complexe"},
    "refuse_privacy_request": {"ground": "law", "reason": "Non"},
}
