"""What of a team the plan counts: members and places.

An invitation is not counted, since it may never be accepted; but nobody is invited to where there
is no room once all who are invited have come.
"""

from __future__ import annotations

from sqlalchemy import text

from api.core import quotas

FIT_MEMBERS, FIT_LOCATIONS = "accounts.fit_members", "accounts.fit_locations"
MEMBERS = quotas.declare(
    "members",
    count=text("""
        SELECT count(*) FROM memberships
         WHERE merchant_id = :merchant_id AND frozen_at IS NULL
    """),
    frozen=text("""
        SELECT count(*) FROM memberships
         WHERE merchant_id = :merchant_id AND frozen_at IS NOT NULL
    """),
    fit=FIT_MEMBERS,
)
LOCATIONS = quotas.declare(
    "locations",
    count=text("""
        SELECT count(*) FROM locations
         WHERE merchant_id = :merchant_id AND active AND frozen_at IS NULL
    """),
    frozen=text("""
        SELECT count(*) FROM locations
         WHERE merchant_id = :merchant_id AND active AND frozen_at IS NOT NULL
    """),
    fit=FIT_LOCATIONS,
)
