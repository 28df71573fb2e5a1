"""The proof of an erasure: everything that is kept anywhere, searched for a person's values."""
