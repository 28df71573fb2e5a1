"""A person exercises a right: from the day the request comes in to the answer."""
