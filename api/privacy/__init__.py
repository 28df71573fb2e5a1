"""The rights of persons, and the proof that they are kept: everything here is derived from what
the columns declare, and no table is named."""
