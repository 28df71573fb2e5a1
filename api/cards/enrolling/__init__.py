"""Giving out cards: one, many, and once each."""
