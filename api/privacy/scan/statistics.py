"""What the planner remembers of values: it outlives the rows until the next ANALYZE."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.core.postgres.embedded import Server
from api.privacy.scan.dump import Place
from api.privacy.scan.needles import Needle
from api.privacy.scan.stream import search

_STATISTICS = """
SELECT schemaname || '.' || tablename || '.' || attname,
       translate(concat_ws(' ', most_common_vals::text, histogram_bounds::text,
                           most_common_elems::text), E'\\n|', '  ')
  FROM pg_stats WHERE schemaname NOT IN ('pg_catalog', 'information_schema');
"""


def search_statistics(server: Server, database: str, needles: Sequence[Needle]) -> Iterator[Place]:
    for line in server.run(_STATISTICS, database).splitlines():
        name, _, values = line.partition("|")
        for found in search(needles, values.encode()):
            yield found.needle, found.form, f"pg_stats {name.removeprefix('public.')}"
