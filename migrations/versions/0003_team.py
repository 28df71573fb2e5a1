"""Team and devices: locations, invitations, second factors, counter devices and PINs.

Revision ID: 0003_team
Revises: 0002_cards
"""

from __future__ import annotations

from alembic import op

revision = "0003_team"
down_revision = "0002_cards"
branch_labels = None
depends_on = None

TABLES = (
    "ALTER TABLE merchants ADD COLUMN currency text NOT NULL DEFAULT 'EUR'",
    "ALTER TABLE merchants ALTER COLUMN currency DROP DEFAULT",
    "ALTER TABLE merchants ADD COLUMN require_second_factor boolean NOT NULL DEFAULT false",
    "ALTER TABLE merchants ALTER COLUMN require_second_factor DROP DEFAULT",
    """
    ALTER TABLE memberships
        ADD COLUMN location_ids jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN version integer NOT NULL DEFAULT 1
    """,
    """
    ALTER TABLE memberships
        ALTER COLUMN location_ids DROP DEFAULT, ALTER COLUMN version DROP DEFAULT
    """,
    """
    CREATE TABLE locations (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        name text NOT NULL,
        address text,
        active boolean NOT NULL,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT pk_locations PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_locations_merchant_id_merchants
            FOREIGN KEY (merchant_id) REFERENCES merchants (id)
    )
    """,
    """
    CREATE TABLE invitations (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        email text NOT NULL,
        role text NOT NULL,
        location_ids jsonb NOT NULL,
        language text NOT NULL,
        token_hash bytea,
        invited_by uuid NOT NULL,
        created_at timestamptz NOT NULL,
        sent_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        accepted_at timestamptz,
        revoked_at timestamptz,
        CONSTRAINT pk_invitations PRIMARY KEY (merchant_id, id),
        CONSTRAINT uq_invitations_merchant_id_token_hash UNIQUE (merchant_id, token_hash),
        CONSTRAINT fk_invitations_merchant_id_merchants
            FOREIGN KEY (merchant_id) REFERENCES merchants (id)
    )
    """,
    """
    CREATE UNIQUE INDEX uq_invitations_open ON invitations (merchant_id, email)
        WHERE accepted_at IS NULL AND revoked_at IS NULL
    """,
    """
    CREATE TABLE devices (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        name text NOT NULL,
        location_id uuid NOT NULL,
        token_hash bytea,
        browser text,
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL,
        paired_at timestamptz,
        used_at timestamptz,
        revoked_at timestamptz,
        CONSTRAINT pk_devices PRIMARY KEY (merchant_id, id),
        CONSTRAINT uq_devices_merchant_id_token_hash UNIQUE (merchant_id, token_hash),
        CONSTRAINT fk_devices_merchant_id_merchants
            FOREIGN KEY (merchant_id) REFERENCES merchants (id),
        CONSTRAINT fk_devices_merchant_id_location_id_locations
            FOREIGN KEY (merchant_id, location_id) REFERENCES locations (merchant_id, id)
    )
    """,
    """
    CREATE TABLE pairings (
        code_hash bytea NOT NULL,
        merchant_id uuid NOT NULL,
        device_id uuid NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT pk_pairings PRIMARY KEY (code_hash),
        CONSTRAINT uq_pairings_device_id UNIQUE (device_id),
        CONSTRAINT fk_pairings_merchant_id_merchants
            FOREIGN KEY (merchant_id) REFERENCES merchants (id)
    )
    """,
    """
    CREATE TABLE member_pins (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        membership_id uuid NOT NULL,
        pin_hash text NOT NULL,
        failures integer NOT NULL,
        locked_until timestamptz,
        changed_at timestamptz NOT NULL,
        CONSTRAINT pk_member_pins PRIMARY KEY (merchant_id, id),
        CONSTRAINT uq_member_pins_merchant_id_membership_id UNIQUE (merchant_id, membership_id),
        CONSTRAINT fk_member_pins_merchant_id_merchants
            FOREIGN KEY (merchant_id) REFERENCES merchants (id),
        CONSTRAINT fk_member_pins_membership_id_memberships
            FOREIGN KEY (membership_id) REFERENCES memberships (id)
    )
    """,
    """
    CREATE TABLE counter_sessions (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        device_id uuid NOT NULL,
        membership_id uuid NOT NULL,
        token_hash bytea NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT pk_counter_sessions PRIMARY KEY (merchant_id, id),
        CONSTRAINT uq_counter_sessions_merchant_id_token_hash UNIQUE (merchant_id, token_hash),
        CONSTRAINT fk_counter_sessions_merchant_id_merchants
            FOREIGN KEY (merchant_id) REFERENCES merchants (id),
        CONSTRAINT fk_counter_sessions_merchant_id_device_id_devices
            FOREIGN KEY (merchant_id, device_id) REFERENCES devices (merchant_id, id),
        CONSTRAINT fk_counter_sessions_membership_id_memberships
            FOREIGN KEY (membership_id) REFERENCES memberships (id)
    )
    """,
    """
    CREATE INDEX ix_counter_sessions_merchant_id_membership_id
        ON counter_sessions (merchant_id, membership_id)
    """,
    """
    CREATE INDEX ix_counter_sessions_merchant_id_device_id
        ON counter_sessions (merchant_id, device_id)
    """,
    """
    CREATE TABLE totp_factors (
        user_id uuid NOT NULL,
        secret bytea NOT NULL,
        last_step bigint NOT NULL,
        created_at timestamptz NOT NULL,
        confirmed_at timestamptz,
        CONSTRAINT pk_totp_factors PRIMARY KEY (user_id),
        CONSTRAINT fk_totp_factors_user_id_users
            FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    )
    """,
    """
    CREATE TABLE passkeys (
        id uuid NOT NULL,
        user_id uuid NOT NULL,
        credential_id bytea NOT NULL,
        public_key bytea NOT NULL,
        sign_count bigint NOT NULL,
        transports jsonb NOT NULL,
        name text NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT pk_passkeys PRIMARY KEY (id),
        CONSTRAINT uq_passkeys_credential_id UNIQUE (credential_id),
        CONSTRAINT fk_passkeys_user_id_users
            FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX ix_passkeys_user_id ON passkeys (user_id)",
    """
    CREATE TABLE recovery_codes (
        id uuid NOT NULL,
        user_id uuid NOT NULL,
        code_hash bytea NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT pk_recovery_codes PRIMARY KEY (id),
        CONSTRAINT uq_recovery_codes_user_id_code_hash UNIQUE (user_id, code_hash),
        CONSTRAINT fk_recovery_codes_user_id_users
            FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    )
    """,
    """
    CREATE TABLE challenges (
        id uuid NOT NULL,
        purpose text NOT NULL,
        user_id uuid,
        token_hash bytea NOT NULL,
        nonce bytea NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT pk_challenges PRIMARY KEY (id),
        CONSTRAINT uq_challenges_token_hash UNIQUE (token_hash),
        CONSTRAINT fk_challenges_user_id_users
            FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
        CONSTRAINT ck_challenges_purpose
            CHECK (purpose IN ('second_step', 'new_passkey', 'passkey_sign_in'))
    )
    """,
    "CREATE INDEX ix_challenges_user_id ON challenges (user_id)",
)

TENANT_TABLES = ("locations", "invitations", "devices", "member_pins", "counter_sessions")

GRANTS = (
    "GRANT UPDATE (currency, require_second_factor) ON merchants TO carnet_app",
    "GRANT DELETE, UPDATE (role, location_ids, version) ON memberships TO carnet_app",
    """
    GRANT SELECT, INSERT, DELETE, UPDATE (name, address, active, version)
        ON locations TO carnet_app
    """,
    """
    GRANT SELECT, INSERT, DELETE, UPDATE (token_hash, sent_at, expires_at, accepted_at, revoked_at)
        ON invitations TO carnet_app
    """,
    """
    GRANT SELECT, INSERT, UPDATE (token_hash, browser, paired_at, used_at, revoked_at)
        ON devices TO carnet_app
    """,
    "GRANT SELECT, INSERT, DELETE ON pairings TO carnet_app",
    """
    GRANT SELECT, INSERT, DELETE, UPDATE (pin_hash, failures, locked_until, changed_at)
        ON member_pins TO carnet_app
    """,
    "GRANT SELECT, INSERT, DELETE ON counter_sessions TO carnet_app",
    """
    GRANT SELECT, INSERT, DELETE, UPDATE (secret, last_step, created_at, confirmed_at)
        ON totp_factors TO carnet_app
    """,
    "GRANT SELECT, INSERT, DELETE, UPDATE (sign_count) ON passkeys TO carnet_app",
    "GRANT SELECT, INSERT, DELETE ON recovery_codes TO carnet_app",
    "GRANT SELECT, INSERT, DELETE ON challenges TO carnet_app",
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for statement in TABLES:
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
    op.execute(
        "DROP TABLE challenges, recovery_codes, passkeys, totp_factors, counter_sessions,"
        " member_pins, pairings, devices, invitations, locations"
    )
    op.execute("REVOKE DELETE ON memberships FROM carnet_app")
    op.execute("ALTER TABLE memberships DROP COLUMN location_ids, DROP COLUMN version")
    op.execute("ALTER TABLE merchants DROP COLUMN currency, DROP COLUMN require_second_factor")
