"""Accounts, the audit trail, the job queue, and the helper that enters a merchant.

Revision ID: 0001_accounts
Revises:
"""

from __future__ import annotations

from alembic import op

revision = "0001_accounts"
down_revision = None
branch_labels = None
depends_on = None

ENTER = """
CREATE FUNCTION app_enter(merchant uuid) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    -- SET LOCAL, not set_config(): a distributed engine forwards the former to its shards and
    -- not the latter.
    EXECUTE format('SET LOCAL app.merchant_id = %L', merchant);
END
$$
"""

TABLES = (
    """
    CREATE TABLE users (
        id uuid NOT NULL,
        email text NOT NULL,
        password_hash text NOT NULL,
        first_name text NOT NULL,
        language text NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT pk_users PRIMARY KEY (id),
        CONSTRAINT uq_users_email UNIQUE (email),
        CONSTRAINT ck_users_language CHECK (language IN ('fr', 'en'))
    )
    """,
    """
    CREATE TABLE merchants (
        id uuid NOT NULL,
        slug text NOT NULL,
        name text NOT NULL,
        language text NOT NULL,
        time_zone text NOT NULL,
        contact_email text,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT pk_merchants PRIMARY KEY (id),
        CONSTRAINT uq_merchants_slug UNIQUE (slug),
        CONSTRAINT ck_merchants_language CHECK (language IN ('fr', 'en'))
    )
    """,
    """
    CREATE TABLE memberships (
        id uuid NOT NULL,
        merchant_id uuid NOT NULL,
        user_id uuid NOT NULL,
        role text NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT pk_memberships PRIMARY KEY (id),
        CONSTRAINT uq_memberships_merchant_id_user_id UNIQUE (merchant_id, user_id),
        CONSTRAINT fk_memberships_merchant_id_merchants
            FOREIGN KEY (merchant_id) REFERENCES merchants (id),
        CONSTRAINT fk_memberships_user_id_users FOREIGN KEY (user_id) REFERENCES users (id),
        CONSTRAINT ck_memberships_role
            CHECK (role IN ('owner', 'manager', 'cashier', 'auditor'))
    )
    """,
    "CREATE INDEX ix_memberships_user_id ON memberships (user_id)",
    """
    CREATE TABLE sessions (
        id uuid NOT NULL,
        user_id uuid NOT NULL,
        token_hash bytea NOT NULL,
        user_agent text NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT pk_sessions PRIMARY KEY (id),
        CONSTRAINT uq_sessions_token_hash UNIQUE (token_hash),
        CONSTRAINT fk_sessions_user_id_users
            FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX ix_sessions_user_id ON sessions (user_id)",
    """
    CREATE TABLE sign_ups (
        id uuid NOT NULL,
        email text NOT NULL,
        password_hash text NOT NULL,
        first_name text NOT NULL,
        merchant_name text NOT NULL,
        language text NOT NULL,
        time_zone text NOT NULL,
        token_hash bytea,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT pk_sign_ups PRIMARY KEY (id),
        CONSTRAINT uq_sign_ups_token_hash UNIQUE (token_hash)
    )
    """,
    "CREATE INDEX ix_sign_ups_email ON sign_ups (email)",
    """
    CREATE TABLE password_resets (
        id uuid NOT NULL,
        email text NOT NULL,
        token_hash bytea,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT pk_password_resets PRIMARY KEY (id),
        CONSTRAINT uq_password_resets_token_hash UNIQUE (token_hash)
    )
    """,
    "CREATE INDEX ix_password_resets_email ON password_resets (email)",
    """
    CREATE TABLE api_keys (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        name text NOT NULL,
        scopes jsonb NOT NULL,
        prefix text NOT NULL,
        secret_hash bytea NOT NULL,
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL,
        revoked_at timestamptz,
        CONSTRAINT pk_api_keys PRIMARY KEY (merchant_id, id),
        CONSTRAINT uq_api_keys_merchant_id_secret_hash UNIQUE (merchant_id, secret_hash),
        CONSTRAINT fk_api_keys_merchant_id_merchants
            FOREIGN KEY (merchant_id) REFERENCES merchants (id)
    )
    """,
    """
    CREATE TABLE audit_events (
        merchant_id uuid NOT NULL,
        id uuid NOT NULL,
        at timestamptz NOT NULL,
        actor_kind text NOT NULL,
        actor_id uuid,
        action text NOT NULL,
        subject_type text NOT NULL,
        subject_id uuid NOT NULL,
        facts jsonb NOT NULL,
        CONSTRAINT pk_audit_events PRIMARY KEY (merchant_id, id),
        CONSTRAINT fk_audit_events_merchant_id_merchants
            FOREIGN KEY (merchant_id) REFERENCES merchants (id)
    )
    """,
    # Counters of failed attempts: losing them in a crash is harmless, writing them to the log
    # at the rate of an attack is not.
    """
    CREATE UNLOGGED TABLE throttles (
        bucket bytea NOT NULL,
        failures integer NOT NULL,
        counted_at timestamptz NOT NULL,
        blocked_until timestamptz NOT NULL,
        CONSTRAINT pk_throttles PRIMARY KEY (bucket)
    )
    """,
    "CREATE INDEX ix_throttles_counted_at ON throttles (counted_at)",
)

TENANT_TABLES = ("api_keys", "audit_events")

# What pgqueuer 1.6.0 installs, in a schema of its own, with a channel and triggers of our own.
JOBS = (
    "CREATE SCHEMA jobs",
    """
    CREATE TYPE jobs.pgqueuer_status AS ENUM
        ('queued', 'picked', 'successful', 'exception', 'canceled', 'deleted', 'failed')
    """,
    """
    CREATE TABLE jobs.pgqueuer (
        id bigserial PRIMARY KEY,
        priority integer NOT NULL,
        queue_manager_id uuid,
        created timestamptz NOT NULL DEFAULT now(),
        updated timestamptz NOT NULL DEFAULT now(),
        heartbeat timestamptz NOT NULL DEFAULT now(),
        execute_after timestamptz NOT NULL DEFAULT now(),
        status jobs.pgqueuer_status NOT NULL,
        entrypoint text NOT NULL,
        dedupe_key text,
        payload bytea,
        headers jsonb,
        attempts integer NOT NULL DEFAULT 0,
        slot bigint
    )
    """,
    """
    CREATE TABLE jobs.pgqueuer_log (
        id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
        created timestamptz NOT NULL DEFAULT now(),
        job_id bigint NOT NULL,
        status jobs.pgqueuer_status NOT NULL,
        priority integer NOT NULL,
        entrypoint text NOT NULL,
        traceback jsonb,
        aggregated boolean DEFAULT false
    )
    """,
    """
    CREATE TABLE jobs.pgqueuer_schedules (
        id bigserial PRIMARY KEY,
        expression text NOT NULL,
        entrypoint text NOT NULL,
        heartbeat timestamptz NOT NULL DEFAULT now(),
        created timestamptz NOT NULL DEFAULT now(),
        updated timestamptz NOT NULL DEFAULT now(),
        next_run timestamptz NOT NULL DEFAULT now(),
        last_run timestamptz,
        status jobs.pgqueuer_status DEFAULT 'queued',
        UNIQUE (expression, entrypoint)
    )
    """,
    """
    CREATE TABLE jobs.pgqueuer_statistics (
        id bigserial PRIMARY KEY,
        created timestamptz NOT NULL DEFAULT date_trunc('sec', now()),
        count bigint NOT NULL,
        priority integer NOT NULL,
        status jobs.pgqueuer_status NOT NULL,
        entrypoint text NOT NULL
    )
    """,
    """
    CREATE INDEX pgqueuer_ep_ea_idx ON jobs.pgqueuer (entrypoint, execute_after)
        WHERE status = 'queued'
    """,
    """
    CREATE INDEX pgqueuer_ep_prio_id_idx ON jobs.pgqueuer (entrypoint, priority DESC, id)
        WHERE status = 'queued'
    """,
    "CREATE INDEX pgqueuer_log_created ON jobs.pgqueuer_log (created)",
    "CREATE INDEX pgqueuer_log_job_id_status ON jobs.pgqueuer_log (job_id, created DESC)",
    """
    CREATE INDEX pgqueuer_log_not_aggregated ON jobs.pgqueuer_log ((1)) WHERE NOT aggregated
    """,
    "CREATE INDEX pgqueuer_log_status ON jobs.pgqueuer_log (status)",
    """
    CREATE INDEX pgqueuer_picked_heartbeat_idx ON jobs.pgqueuer (heartbeat)
        WHERE status = 'picked'
    """,
    """
    CREATE UNIQUE INDEX pgqueuer_picked_slot_idx ON jobs.pgqueuer (entrypoint, slot)
        WHERE status = 'picked' AND slot IS NOT NULL
    """,
    """
    CREATE INDEX pgqueuer_priority_id_id1_idx ON jobs.pgqueuer (priority, id DESC) INCLUDE (id)
        WHERE status = 'queued'
    """,
    """
    CREATE INDEX pgqueuer_queue_manager_id_idx ON jobs.pgqueuer (queue_manager_id)
        WHERE queue_manager_id IS NOT NULL
    """,
    """
    CREATE UNIQUE INDEX pgqueuer_statistics_unique_count ON jobs.pgqueuer_statistics
        (priority, date_trunc('sec', timezone('UTC', created)), status, entrypoint)
    """,
    """
    CREATE UNIQUE INDEX pgqueuer_unique_dedupe_key ON jobs.pgqueuer (dedupe_key)
        WHERE status IN ('queued', 'picked') AND dedupe_key IS NOT NULL
    """,
    """
    CREATE INDEX pgqueuer_updated_id_id1_idx ON jobs.pgqueuer (updated, id DESC) INCLUDE (id)
        WHERE status = 'picked'
    """,
    """
    CREATE FUNCTION jobs.fn_pgqueuer_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
    BEGIN
        PERFORM pg_notify('carnet_jobs', json_build_object(
            'channel', 'carnet_jobs',
            'operation', lower(TG_OP),
            'sent_at', now(),
            'table', TG_TABLE_NAME,
            'type', 'table_changed_event')::text);
        RETURN NULL;
    END
    $$
    """,
    # A worker needs waking for new work and for work that is put back; pgqueuer's own trigger
    # also fires on every claim, heartbeat and end, and each wake-up costs every worker three
    # queries.
    """
    CREATE TRIGGER tg_pgqueuer_changed AFTER INSERT ON jobs.pgqueuer
        EXECUTE FUNCTION jobs.fn_pgqueuer_changed()
    """,
    """
    CREATE TRIGGER tg_pgqueuer_put_back AFTER UPDATE ON jobs.pgqueuer FOR EACH ROW
        WHEN (NEW.status = 'queued' AND OLD.status <> 'queued')
        EXECUTE FUNCTION jobs.fn_pgqueuer_changed()
    """,
)

# Exactly what the code does and no more; a new statement needs a new grant.
GRANTS = (
    "GRANT USAGE ON SCHEMA public TO carnet_app",
    "GRANT EXECUTE ON FUNCTION app_enter(uuid) TO carnet_app",
    """
    GRANT SELECT, INSERT, UPDATE (password_hash, first_name, language) ON users TO carnet_app
    """,
    """
    GRANT SELECT, INSERT, UPDATE (name, language, time_zone, contact_email, version)
        ON merchants TO carnet_app
    """,
    "GRANT SELECT, INSERT ON memberships TO carnet_app",
    "GRANT SELECT, INSERT, DELETE ON sessions TO carnet_app",
    "GRANT SELECT, INSERT, DELETE, UPDATE (token_hash) ON sign_ups TO carnet_app",
    "GRANT SELECT, INSERT, DELETE, UPDATE (token_hash) ON password_resets TO carnet_app",
    "GRANT SELECT, INSERT, UPDATE (revoked_at) ON api_keys TO carnet_app",
    "GRANT SELECT, INSERT ON audit_events TO carnet_app",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON throttles TO carnet_app",
    "GRANT USAGE ON SCHEMA jobs TO carnet_app",
    """
    GRANT SELECT, INSERT, UPDATE, DELETE ON jobs.pgqueuer, jobs.pgqueuer_log,
        jobs.pgqueuer_schedules, jobs.pgqueuer_statistics TO carnet_app
    """,
    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA jobs TO carnet_app",
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    op.execute(ENTER)
    op.execute("REVOKE ALL ON FUNCTION app_enter(uuid) FROM PUBLIC")
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
    for statement in JOBS:
        op.execute(statement)
    for statement in GRANTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP SCHEMA jobs CASCADE")
    op.execute(
        "DROP TABLE throttles, audit_events, api_keys, password_resets, sign_ups, sessions,"
        " memberships, merchants, users"
    )
    op.execute("DROP FUNCTION app_enter(uuid)")
