"""Taking customers, cards and entries out as a file."""
