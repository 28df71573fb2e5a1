"""Two customers become one, and two again."""
