"""What a customer's history says about campaigns."""

from __future__ import annotations

from typing import Any

from api.campaigns.wording import fill
from api.cards.showing.timeline import Part

# Whoever has withdrawn by a mail's link did so by the last mail before.
_SQL = """
SELECT m.id, m.handed_at, 'campaign', NULL, m.customer_id, 'system', NULL::uuid,
       jsonb_build_object(
         'campaign_id', m.campaign_id, 'state', m.state, 'subject', c.subject,
         'first_name', r.first_name, 'shop', s.name,
         'withdrawn', EXISTS (
           SELECT FROM consents w
            WHERE w.merchant_id = :merchant_id AND w.customer_id = m.customer_id
              AND w.purpose = 'marketing_email' AND w.channel = 'mail' AND NOT w.granted
              AND w.created_at > m.handed_at
              AND NOT EXISTS (
                SELECT FROM campaign_mails l
                 WHERE l.merchant_id = :merchant_id AND l.customer_id = m.customer_id
                   AND l.handed_at > m.handed_at AND l.handed_at < w.created_at)))
  FROM campaign_mails m
  JOIN campaigns c ON c.merchant_id = m.merchant_id AND c.id = m.campaign_id
  JOIN customers r ON r.merchant_id = m.merchant_id AND r.id = m.customer_id
  JOIN merchants s ON s.id = m.merchant_id
 WHERE m.merchant_id = :merchant_id AND m.customer_id IN (SELECT id FROM person)
   AND m.state IN ('sent', 'failed', 'unclear') AND (m.handed_at, m.id) < (:at, :id)
 ORDER BY m.handed_at DESC, m.id DESC LIMIT :most
"""


def _told(data: dict[str, Any]) -> dict[str, Any]:
    first_name, shop = data.pop("first_name"), data.pop("shop")
    return data | {"subject": fill(data["subject"], first_name=first_name, shop=shop)}


MAILS = Part(_SQL, _told)
