"""Erasing a person: planned from the declarations, previewed, written down outside the database,
destroyed in batches that may be broken off anywhere, verified, proved."""
