"""What is held about people, where, and which rows are whose."""

from api.privacy.inventory.json_keys import knows_key
from api.privacy.inventory.rows import NotThere, Person, leads_to, rows_of
from api.privacy.inventory.tables import PersonalTable, leading_to, people, table, tables
from api.privacy.inventory.whole import Inventory, declared

__all__ = [
    "Inventory",
    "NotThere",
    "Person",
    "PersonalTable",
    "declared",
    "knows_key",
    "leading_to",
    "leads_to",
    "people",
    "rows_of",
    "table",
    "tables",
]
