"""Cards and the ledger over HTTP.

Separate routers rather than one that includes them: FastAPI looks through each level of
inclusion twice at every request. The counter's come first, since they are tried in order.
"""

from api.cards.routes import (
    bulk,
    cards,
    customers,
    effects,
    events,
    holds,
    merges,
    operations,
    overview,
    public,
    sales,
    tagging,
    timeline,
)

routers = (
    operations.router,
    sales.router,
    cards.router,
    holds.router,
    customers.router,
    tagging.router,
    timeline.router,
    merges.router,
    overview.router,
    effects.router,
    events.router,
    bulk.router,
    public.router,
)
