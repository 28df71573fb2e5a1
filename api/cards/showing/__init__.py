"""What a counter, a desk and a holder see of cards."""
