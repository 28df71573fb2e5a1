"""An entry is written once and whole, on a card that is held, and can be verified ever after."""
