"""Legal holds: rows that stay when their time is over, as a claim or an order needs them."""
