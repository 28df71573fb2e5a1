"""What a database really holds, asked of PostgreSQL itself."""

from __future__ import annotations

from collections.abc import Iterator

from api.core.postgres.embedded import Server
from api.privacy import inventory

_COLUMNS = """
SELECT CASE table_schema WHEN 'public' THEN '' ELSE table_schema || '.' END
       || table_name || '.' || column_name
  FROM information_schema.columns
 WHERE table_schema NOT IN ('pg_catalog', 'information_schema')
"""
_JSON = f"{_COLUMNS} AND data_type = 'jsonb'"
_PATHS = """
WITH RECURSIVE walk(path, value) AS (
  SELECT ''::text, {column} FROM {table} WHERE {column} IS NOT NULL
  UNION
  SELECT walk.path || inner_one.key, inner_one.value FROM walk, LATERAL (
    SELECT '.' || key AS key, value FROM jsonb_each(
      CASE jsonb_typeof(walk.value) WHEN 'object' THEN walk.value ELSE '{{}}' END)
    UNION ALL
    SELECT '', value FROM jsonb_array_elements(
      CASE jsonb_typeof(walk.value) WHEN 'array' THEN walk.value ELSE '[]' END)
  ) inner_one
)
SELECT DISTINCT path FROM walk WHERE path <> ''
"""


def undeclared_columns(server: Server, database: str) -> list[str]:
    held = set(server.run(_COLUMNS, database).splitlines())
    return sorted(held - inventory.declared().columns.keys())


def undeclared_keys(server: Server, database: str) -> list[str]:
    return sorted(
        name + path
        for name in server.run(_JSON, database).splitlines()
        for path in _paths(server, database, name)
        if not inventory.knows_key(name + path)
    )


def _paths(server: Server, database: str, name: str) -> Iterator[str]:
    table, _, column = name.rpartition(".")
    yield from server.run(_PATHS.format(table=table, column=column), database).splitlines()
