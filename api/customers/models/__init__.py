"""The tables of the notebook."""

from api.customers.models.consents import Consent
from api.customers.models.customers import Customer, CustomerKey
from api.customers.models.duplicates import Duplicate

__all__ = ["Consent", "Customer", "CustomerKey", "Duplicate"]
