"""Images: logos and backgrounds beside photos, what is on its way to an outside service, and the
receipts of what went away.

Revision ID: 0018_images
Revises: 0017_retention
"""

from __future__ import annotations

from alembic import op

revision = "0018_images"
down_revision = "0017_retention"
branch_labels = None
depends_on = None

UP = (
    "ALTER TABLE merchants ADD COLUMN logo TEXT",
    "GRANT UPDATE (logo) ON merchants TO carnet_app",
    """
    ALTER TABLE pictures
        ADD COLUMN kind TEXT NOT NULL DEFAULT 'photo',
        ADD COLUMN created_at timestamptz NOT NULL DEFAULT now(),
        ADD COLUMN sent_at timestamptz,
        ADD COLUMN receipt TEXT,
        ADD CONSTRAINT ck_pictures_kind CHECK (kind IN ('photo', 'logo', 'background'))
    """,
    "ALTER TABLE pictures ALTER COLUMN kind DROP DEFAULT, ALTER COLUMN created_at DROP DEFAULT",
    "GRANT UPDATE (sent_at, receipt) ON pictures TO carnet_app",
    """
    CREATE TABLE waiting_pictures (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        name TEXT NOT NULL,
        body BYTEA NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT pk_waiting_pictures PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_waiting_pictures_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id),
        CONSTRAINT uq_waiting_pictures_merchant_id_name UNIQUE (merchant_id, name)
    )
    """,
    """
    CREATE TABLE picture_removals (
        merchant_id UUID NOT NULL,
        id UUID NOT NULL,
        name TEXT NOT NULL,
        asked_at timestamptz NOT NULL,
        done_at timestamptz,
        receipt TEXT,
        CONSTRAINT pk_picture_removals PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_picture_removals_merchant_id_merchants
            FOREIGN KEY(merchant_id) REFERENCES merchants (id),
        CONSTRAINT uq_picture_removals_merchant_id_name UNIQUE (merchant_id, name)
    )
    """,
)
TENANT_TABLES = ("waiting_pictures", "picture_removals")
GRANTS = (
    "GRANT SELECT, INSERT, DELETE ON waiting_pictures TO carnet_app",
    "GRANT SELECT, INSERT, DELETE, UPDATE (done_at, receipt) ON picture_removals TO carnet_app",
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for statement in UP:
        op.execute(statement)
    for table in TENANT_TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY merchant ON {table}"
            " USING (merchant_id = nullif(current_setting('app.merchant_id', true), '')::uuid)"
            " WITH CHECK"
            " (merchant_id = nullif(current_setting('app.merchant_id', true), '')::uuid)"
        )
    for statement in GRANTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP TABLE picture_removals, waiting_pictures")
    op.execute(
        "ALTER TABLE pictures DROP COLUMN receipt, DROP COLUMN sent_at, DROP COLUMN created_at,"
        " DROP COLUMN kind"
    )
    op.execute("ALTER TABLE merchants DROP COLUMN logo")
