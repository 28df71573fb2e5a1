"""How long data is kept: the law's bounds, the merchant's choices, and what therefore goes when."""
