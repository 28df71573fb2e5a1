"""What the libraries keep in our database, declared here since no model of ours does it."""

from __future__ import annotations

from typing import Any

from api.core.personal import AnyKeys, declare_table, neutral

_STATE = neutral("the state of work, about no person")
_PAYLOAD = neutral("ids, numbers and short codes; enqueue() accepts no address and no free text")
_FAILURE = neutral(
    "the kind and place of a failure; a failing job's message is not kept",
    AnyKeys("the queue's own words around it"),
)


def _states(*names: str) -> dict[str, dict[str, Any]]:
    return dict.fromkeys(names, _STATE)


declare_table("alembic_version", _states("version_num"))
declare_table(
    "jobs.pgqueuer",
    {
        **_states("id", "priority", "queue_manager_id", "created", "updated", "heartbeat"),
        **_states("execute_after", "status", "entrypoint", "attempts", "slot"),
        "dedupe_key": _PAYLOAD,
        "payload": _PAYLOAD,
        "headers": neutral("never filled"),
    },
)
declare_table(
    "jobs.pgqueuer_log",
    _states("id", "created", "job_id", "status", "priority", "entrypoint", "aggregated")
    | {"traceback": _FAILURE},
)
declare_table(
    "jobs.pgqueuer_statistics",
    _states("id", "created", "count", "priority", "status", "entrypoint"),
)
declare_table(
    "jobs.pgqueuer_schedules",
    {
        **_states("id", "expression", "entrypoint", "heartbeat", "created", "updated"),
        **_states("next_run", "last_run", "status"),
    },
)
