"""Bringing customers in from a file: read, map, check, run, and take the whole back."""
