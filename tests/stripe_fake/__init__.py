"""A stateful fake of Stripe, spoken to over HTTP by the real library."""
