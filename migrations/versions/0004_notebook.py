"""The notebook in full: more about a customer, what customers are found by, bases of consent.

Revision ID: 0004_notebook
Revises: 0003_team
"""

from __future__ import annotations

from alembic import op

revision = "0004_notebook"
down_revision = "0003_team"
branch_labels = None
depends_on = None

COLUMNS = (
    "title TEXT",
    "company TEXT",
    "siret TEXT",
    "line1 TEXT",
    "line2 TEXT",
    "postcode TEXT",
    "city TEXT",
    "region TEXT",
    "country TEXT",
    "preferred_contact TEXT",
    "birth_month INTEGER",
    "birth_day INTEGER",
    "age TEXT",
    "adult_verified_on DATE",
    "tags JSONB NOT NULL DEFAULT '[]'",
    "photo TEXT",
    "merged_into UUID",
)

# The trigram and lower() indexes were never used: under row-level security PostgreSQL takes an
# index only for operators that are proven not to leak, and theirs are not. What customers are
# found by stands in rows instead, compared as text.
UP = (
    *(f"ALTER TABLE customers ADD COLUMN {column}" for column in COLUMNS),
    "ALTER TABLE customers ALTER COLUMN tags DROP DEFAULT",
    "ALTER TABLE customers ADD CONSTRAINT ck_customers_title CHECK (title in ('mrs', 'mr'))",
    """
    ALTER TABLE customers ADD CONSTRAINT ck_customers_age
        CHECK (age in ('under_15', 'minor', 'adult'))
    """,
    """
    ALTER TABLE customers ADD CONSTRAINT ck_customers_birthday
        CHECK (birth_month BETWEEN 1 AND 12 AND birth_day BETWEEN 1 AND 31)
    """,
    """
    ALTER TABLE customers ADD CONSTRAINT fk_customers_merchant_id_merged_into_customers
        FOREIGN KEY (merchant_id, merged_into) REFERENCES customers (merchant_id, id)
    """,
    """
    CREATE INDEX ix_customers_merged
        ON customers (merchant_id, merged_into)
        WHERE merged_into IS NOT NULL
    """,
    "DROP INDEX ix_customers_search",
    "DROP INDEX ix_customers_email",
    "DROP INDEX ix_customers_phone",
    "DROP INDEX ix_customers_phone_last4",
    """
    CREATE TABLE customer_keys (
        merchant_id UUID NOT NULL,
        customer_id UUID NOT NULL,
        key TEXT COLLATE "C" NOT NULL,
        CONSTRAINT pk_customer_keys PRIMARY KEY (merchant_id, customer_id, key),
        CONSTRAINT fk_customer_keys_merchant_id_customer_id_customers
            FOREIGN KEY(merchant_id, customer_id) REFERENCES customers (merchant_id, id),
        CONSTRAINT fk_customer_keys_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id)
    )
    """,
    """
    CREATE INDEX ix_customer_keys_key
        ON customer_keys (merchant_id, key, customer_id)
    """,
    "ALTER TABLE customer_keys ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE customer_keys FORCE ROW LEVEL SECURITY",
    """
    CREATE POLICY merchant ON customer_keys
        USING (merchant_id = nullif(current_setting('app.merchant_id', true), '')::uuid)
        WITH CHECK (merchant_id = nullif(current_setting('app.merchant_id', true), '')::uuid)
    """,
    "GRANT SELECT, INSERT, DELETE ON customer_keys TO carnet_app",
    "ALTER TABLE consents ADD COLUMN basis TEXT NOT NULL DEFAULT 'consent'",
    "ALTER TABLE consents ALTER COLUMN basis DROP DEFAULT",
    "ALTER TABLE consents ADD COLUMN source TEXT",
    """
    ALTER TABLE consents ADD CONSTRAINT ck_consents_basis
        CHECK (basis in ('consent', 'soft_opt_in'))
    """,
    # Keys are made by the code, not by SQL: a job gives them to the customers of before.
    """
    INSERT INTO jobs.pgqueuer (priority, status, entrypoint, payload, dedupe_key)
    SELECT 0, 'queued', 'customers.key_everywhere', convert_to('{}', 'UTF8'),
           'customers.key_everywhere  upgraded'
     WHERE EXISTS (SELECT FROM merchants)
    """,
)

DOWN = (
    "ALTER TABLE consents DROP COLUMN source, DROP COLUMN basis",
    "DROP TABLE customer_keys",
    *(f"ALTER TABLE customers DROP COLUMN {column.split()[0]}" for column in COLUMNS),
    "CREATE INDEX ix_customers_email ON customers (merchant_id, lower(email))",
    "CREATE INDEX ix_customers_phone ON customers (merchant_id, phone)",
    "CREATE INDEX ix_customers_phone_last4 ON customers (merchant_id, phone_last4)",
    """
    CREATE INDEX ix_customers_search
        ON customers USING gist (merchant_id, search_name gist_trgm_ops)
    """,
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for statement in UP:
        op.execute(statement)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for statement in DOWN:
        op.execute(statement)
