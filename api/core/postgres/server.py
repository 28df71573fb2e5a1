"""A running embedded server, and how it is asked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL

from api.core.postgres.binaries import MYSELF, EmbeddedError

SUPERUSER, OWNER, APP, DATABASE = "postgres", "carnet_owner", "carnet_app", "carnet"
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist")


@dataclass(frozen=True)
class Server:
    """A running server; valid inside :func:`running`."""

    socket: Path
    programs: Path

    def url(self, role: str = APP, database: str = DATABASE) -> str:
        """The address for SQLAlchemy with asyncpg."""
        address = URL.create(
            "postgresql+asyncpg", role, database=database, query={"host": str(self.socket)}
        )
        return address.render_as_string(hide_password=False)

    def run(self, script: str, database: str = "postgres", role: str = SUPERUSER) -> str:
        """Run psql commands and return what they print, one row a line."""
        code, printed = MYSELF.run(
            *(self.programs / "psql", "-XqAt", "-v", "ON_ERROR_STOP=1"),
            *("-h", self.socket, "-U", role, "-d", database),
            stdin=script,
        )
        if code != 0:
            raise EmbeddedError(f"The embedded database refused: {printed.strip()}")
        return printed.strip()

    def create_database(self, name: str, template: str = "template1") -> None:
        """A database owned by the schema owner, open to the application's role and nobody else."""
        self.run(
            f"SET client_min_messages = warning;\n"
            f'CREATE DATABASE "{name}" OWNER {OWNER} TEMPLATE "{template}";\n'
            f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC;\n'
            f'GRANT CONNECT ON DATABASE "{name}" TO {APP};\n'
            f'\\connect "{name}"\n'
            + "".join(f"CREATE EXTENSION IF NOT EXISTS {each};\n" for each in EXTENSIONS)
        )

    def drop_database(self, name: str) -> None:
        self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE);')

    def has_database(self, name: str) -> bool:
        return self.run(f"SELECT 1 FROM pg_database WHERE datname = '{name}';") == "1"

    def dump(self, file: Path, database: str = DATABASE) -> None:
        """Write a backup in PostgreSQL's own form. As superuser: to anybody else the merchants'
        tables are empty."""
        half = file.with_name(f"{file.name}.part")
        half.touch(mode=0o600)
        self._tool("pg_dump", "--format=custom", f"--file={half}", database)
        half.rename(file)

    def restore(self, file: Path, database: str = DATABASE) -> None:
        """Put a backup, in PostgreSQL's own form or as SQL, in the place of a database. The
        former one goes when the new one is whole."""
        making = f"{database}_restoring"
        self.drop_database(making)
        self.create_database(making)
        with file.open("rb") as opened:
            own_form = opened.read(5) == b"PGDMP"
        if own_form:
            # The extensions are there already, and belong to whom they have to.
            self._tool("pg_restore", "--exit-on-error", f"--dbname={making}", str(file))
        else:
            self._tool("psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", making, "-f", str(file))
        self.drop_database(database)
        self.run(f'ALTER DATABASE "{making}" RENAME TO "{database}";')

    def _tool(self, name: str, *arguments: str) -> None:
        code, printed = MYSELF.run(
            self.programs / name, "-h", self.socket, "-U", SUPERUSER, *arguments
        )
        if code != 0:
            raise EmbeddedError(f"{name} failed: {printed.strip()[-2000:]}")
