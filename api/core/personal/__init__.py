"""The privacy declaration that every column carries, in the ``info`` of its ``mapped_column``.

A column is either :func:`personal` (whose data, why, until when, what erasure does to it) or
:func:`neutral` with the reason why it tells nothing about a person. A column without a
declaration fails the tests, so nobody can add data about people without saying so
(GDPR art. 5(1)(b), (c), (e) and art. 30). A model with personal columns says in ``__persons__``
how its rows lead to the persons.
"""

from api.core.personal.declaring import KEY, Declaration, neutral, personal
from api.core.personal.elsewhere import (
    Cookie,
    File,
    LogField,
    Outgoing,
    Stored,
    declare_cookie,
    declare_file,
    declare_log_field,
    declare_storage,
    declare_table,
    outgoing,
)
from api.core.personal.endings import Endings, Ends
from api.core.personal.json_keys import EACH, AnyKeys, CopyOf, Keys
from api.core.personal.vocabulary import (
    Category,
    Erasure,
    Purpose,
    Retention,
    Role,
    Source,
    Subject,
)
from api.core.personal.ways import Anywhere, Itself, Nobody, Persons, Via, Way

__all__ = [
    "EACH",
    "KEY",
    "AnyKeys",
    "Anywhere",
    "Category",
    "Cookie",
    "CopyOf",
    "Declaration",
    "Endings",
    "Ends",
    "Erasure",
    "File",
    "Itself",
    "Keys",
    "LogField",
    "Nobody",
    "Outgoing",
    "Persons",
    "Purpose",
    "Retention",
    "Role",
    "Source",
    "Stored",
    "Subject",
    "Via",
    "Way",
    "declare_cookie",
    "declare_file",
    "declare_log_field",
    "declare_storage",
    "declare_table",
    "neutral",
    "outgoing",
    "personal",
]
