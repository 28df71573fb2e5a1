"""« My data »: what holders see, correct and decide by themselves, on their card's page."""
