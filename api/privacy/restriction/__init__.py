"""Restriction (GDPR art. 18) and objection (art. 21). What they forbid is refused where the
customer is used, in ``api/customers/restricted.py`` and above it."""
