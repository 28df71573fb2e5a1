"""The configuration of the service: the one place that reads the environment."""

from __future__ import annotations

import secrets
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from tempfile import NamedTemporaryFile

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Misconfigured(RuntimeError):
    """A setting, or a file it names, contradicts itself; the message says what to do."""


class Settings(BaseSettings):
    """Every setting has a default that serves a first try on one's own machine."""

    model_config = SettingsConfigDict(env_prefix="CARNET_", extra="ignore")

    database_url: str | None = Field(None, validation_alias="DATABASE_URL")
    """The application's login (role ``carnet_app``). Unset: an embedded PostgreSQL is started."""

    migration_database_url: str | None = Field(None, validation_alias="MIGRATION_DATABASE_URL")
    """The schema owner's login, used by ``carnet migrate`` only."""

    data: Path = Path(".carnet")
    """Folder of the embedded database, of written mails and of the generated secret."""

    erasure_ledger_file: Path | None = Field(None, validation_alias="CARNET_ERASURE_LEDGER")
    """Who was erased, for the day a backup is restored: keep it apart from the backups; several
    machines share one. Unset: ``erasures.jsonl`` in the data folder."""

    public_url: str = "http://localhost:8000"
    """The address people type; links and QR codes start with it."""

    secret_key: str | None = None
    """Signs device cookies and throttle keys; unset: generated once in the data folder."""

    objection_key: str | None = None
    """Keys the fingerprints of contacts that objected and the links to unsubscribe; unset: the
    secret key does. To be set to the former secret key when that one changes, else objections
    are forgotten and old links dead."""

    frontend_dist: Path = Path(__file__).parents[2] / "frontend" / "dist"
    """The built screens; made by ``carnet serve`` when their sources lie beside them."""

    smtp_url: str | None = None
    """``smtp://user:password@host:587`` (STARTTLS) or ``smtps://…:465``; unset: .eml files."""

    mail_from: str = "Mon Carnet Client <no-reply@carnet.example>"

    pool_size: int = Field(10, ge=1, le=200)
    """Database connections per process, for requests. Jobs have a pool of their own."""

    trusted_proxies: str = "127.0.0.1"
    """Addresses whose ``X-Forwarded-For`` is believed (comma-separated)."""

    stripe_key: str | None = None
    """The secret key; unset: nobody can subscribe, everybody has the free plan."""

    stripe_webhook_secrets: str = ""
    """``whsec_…``, or two with a comma while one replaces the other."""

    stripe_url: str | None = None
    """Another address than Stripe's own; for tests."""

    stripe_tax: bool = False
    """Stripe Tax computes the VAT; it has to be set up at Stripe first."""

    cloudinary_url: str | None = Field(None, validation_alias="CLOUDINARY_URL")
    """``cloudinary://KEY:SECRET@CLOUD``: pictures lie there; unset: in the data folder."""

    cloudinary_api: str | None = None
    """Another address than Cloudinary's own; for tests."""

    cloudinary_seconds: float = Field(10, gt=0)
    """How long it is waited for."""

    plans_file: Path = Path(__file__).parents[1] / "billing" / "plans.toml"
    """What can be subscribed to, at which prices and with which quotas."""

    password_hash_memory_kib: int = Field(19456, ge=8)
    """Argon2id memory; lowered only by tests."""

    password_hash_rounds: int = Field(2, ge=1)

    @property
    def origin(self) -> str:
        return self.public_url.rstrip("/")

    @property
    def secure(self) -> bool:
        """Served over TLS, so cookies may carry ``Secure`` and the ``__Host-`` prefix."""
        return self.public_url.startswith("https://")

    @property
    def webhook_secrets(self) -> tuple[str, ...]:
        """Those with which Stripe may sign."""
        return tuple(part.strip() for part in self.stripe_webhook_secrets.split(",") if part)

    def check_webhook_secrets(self) -> None:
        """Raises :class:`Misconfigured`: one replaces another, so there are at most two."""
        if len(self.webhook_secrets) > 2:
            raise Misconfigured("CARNET_STRIPE_WEBHOOK_SECRETS takes one secret, or two")

    @property
    def objection_secret(self) -> bytes:
        return self.objection_key.encode() if self.objection_key else self.secret

    @property
    def mail_folder(self) -> Path:
        return self.data / "mail"

    @property
    def erasure_ledger(self) -> Path:
        return self.erasure_ledger_file or self.data / "erasures.jsonl"

    @cached_property
    def secret(self) -> bytes:
        """The signing secret; the generated file is readable by its owner alone."""
        if self.secret_key:
            return self.secret_key.encode()
        path = self.data / "secret"
        if not path.exists():
            self.data.mkdir(parents=True, exist_ok=True)
            # Whole before it has its name: of several processes that start at once the first
            # one's counts, and none reads half of it.
            with NamedTemporaryFile("w", dir=self.data) as made:
                made.write(secrets.token_urlsafe(48))
                made.flush()
                with suppress(FileExistsError):
                    path.hardlink_to(made.name)
        return path.read_bytes()
