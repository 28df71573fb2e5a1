"""The notebook over HTTP. Lists of customers are among the cards' routes, since they are filtered
and found by cards too."""

from api.customers.routes import consents, customers, duplicates, photo, tags, unsubscribe

routers = (
    tags.router,
    customers.router,
    consents.router,
    photo.router,
    duplicates.router,
    unsubscribe.router,
)
