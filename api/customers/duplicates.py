"""Proposing customers who may be one person: the same phone, the same e-mail, or names that sound
alike. Kept in a table, so that the list is read and not computed; found again whenever a customer
is written, and for everybody at night.

All three are found as rows of ``customer_keys`` with one key, which for a name is its consonants.
That makes it cheap for a hundred thousand customers, where comparing names with names is not.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import jobs
from api.core.clock import now
from api.core.jobs import Work, job, periodic
from api.core.tenancy import merchant_of
from api.customers import keys

MOST_ALIKE = 8
"""More customers than that with one phone or name share it by chance or by custom."""
LEAST_ALIKE = 0.4
MOST = 5_000
"""Pairs proposed to one merchant, likeliest first."""
COMPARE, COMPARE_ALL = "customers.compare", "customers.compare_all"

# Who differs in all that is known of both (telephone, e-mail, birthday, title) only has the same
# name. A child and its parents share a phone and a last name: less likely than one person twice.
_FIND = """
WITH alike AS MATERIALIZED (
  SELECT k.key, array_agg(k.customer_id) AS ids
    FROM customer_keys k
   WHERE k.merchant_id = :merchant_id AND {whose}
   GROUP BY k.key
  HAVING count(*) BETWEEN 2 AND :most_alike
), pair AS (
  SELECT a.id AS first_id, b.id AS second_id, left(alike.key, 2) AS kind
    FROM alike, unnest(alike.ids) AS a(id), unnest(alike.ids) AS b(id)
   WHERE a.id < b.id {with_whom}
), reason AS (
  SELECT first_id, second_id, bool_or(kind = :phone) AS phone, bool_or(kind = :mail) AS mail,
         bool_or(kind = :sound) AS sound
    FROM pair
   GROUP BY first_id, second_id
), weighed AS (
  SELECT r.*, similarity(x.search_name, y.search_name) AS alike,
         x.phone <> y.phone AND lower(x.email) <> lower(y.email)
           OR (x.birth_month, x.birth_day) <> (y.birth_month, y.birth_day)
           OR x.title <> y.title OR x.siret <> y.siret AS differ
    FROM reason r
    JOIN customers x ON x.merchant_id = :merchant_id AND x.id = r.first_id
    JOIN customers y ON y.merchant_id = :merchant_id AND y.id = r.second_id
), found AS MATERIALIZED (
  SELECT first_id, second_id,
         to_jsonb(array_remove(ARRAY[CASE WHEN phone THEN 'phone' END,
                                     CASE WHEN mail THEN 'email' END,
                                     CASE WHEN sound THEN 'name' END], NULL)) AS reasons,
         least(100, round(CASE WHEN phone THEN 35 ELSE 0 END + CASE WHEN mail THEN 45 ELSE 0 END
                          + 60 * alike))::int AS score
    FROM weighed
   WHERE phone OR mail OR (alike >= :least_alike AND differ IS NOT TRUE)
   ORDER BY score DESC
   LIMIT :most
), gone AS (
  DELETE FROM duplicates d
   WHERE d.merchant_id = :merchant_id AND d.dismissed_at IS NULL {of_whom}
     AND NOT EXISTS (SELECT FROM found f
                      WHERE f.first_id = d.first_id AND f.second_id = d.second_id)
)
INSERT INTO duplicates (merchant_id, id, first_id, second_id, reasons, score, found_at)
SELECT :merchant_id, md5(first_id::text || second_id)::uuid, first_id, second_id, reasons, score,
       :now
  FROM found
    ON CONFLICT (merchant_id, first_id, second_id)
    DO UPDATE SET reasons = excluded.reasons, score = excluded.score
"""
_ANY_KEY = """(k.key >= 'd:' AND k.key < 'd;' OR k.key >= '@:' AND k.key < '@;'
              OR k.key >= 'i:' AND k.key < 'i;')"""
_THEIR_KEYS = """k.key IN (
         SELECT o.key FROM customer_keys o
          WHERE o.merchant_id = :merchant_id AND o.customer_id = :customer_id
            AND (o.key >= 'd:' AND o.key < 'd;' OR o.key >= '@:' AND o.key < '@;'
                 OR o.key >= 'i:' AND o.key < 'i;'))"""
_ALL = text(_FIND.format(whose=_ANY_KEY, with_whom="", of_whom=""))
_ONE = text(
    _FIND.format(
        whose=_THEIR_KEYS,
        with_whom="AND :customer_id IN (a.id, b.id)",
        of_whom="AND :customer_id IN (d.first_id, d.second_id)",
    )
)


async def find(db: AsyncSession, customer_id: UUID | None = None) -> None:
    """Bring the proposals up to date: all of the merchant's, or those about one customer."""
    values = {
        "merchant_id": merchant_of(db),
        "phone": keys.PHONE,
        "mail": keys.MAIL,
        "sound": keys.SOUND,
        "most_alike": MOST_ALIKE,
        "least_alike": LEAST_ALIKE,
        "most": MOST,
        "now": now(),
    }
    if customer_id is None:
        await db.execute(_ALL, values)
    else:
        await db.execute(_ONE, values | {"customer_id": customer_id})


async def look_for(db: AsyncSession, customer_id: UUID) -> None:
    """Once the customer is written, look for whom it resembles."""
    await jobs.enqueue(db, COMPARE, customer_id=customer_id)


async def look_for_all(db: AsyncSession) -> None:
    """After many customers were written."""
    await jobs.enqueue(db, COMPARE_ALL)


@job(COMPARE)
async def compare(work: Work, customer_id: UUID) -> None:
    await find(work.db, customer_id)


@periodic("11 2 * * *", "customers.compare_everywhere")
async def compare_everywhere(work: Work) -> None:
    """One job for each merchant."""
    await jobs.enqueue_everywhere(work.db, COMPARE_ALL, once="all")


@job(COMPARE_ALL)
async def compare_all(work: Work) -> None:
    await find(work.db)
