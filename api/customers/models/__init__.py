"""The tables of the notebook."""

from api.customers.models.consents import Consent
from api.customers.models.customers import Customer, CustomerKey
from api.customers.models.duplicates import Duplicate
from api.customers.models.objections import Objection

__all__ = ["Consent", "Customer", "CustomerKey", "Duplicate", "Objection"]
