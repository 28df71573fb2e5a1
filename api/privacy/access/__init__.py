"""A person's data as a file, and a whole merchant's, which another host can take in."""
