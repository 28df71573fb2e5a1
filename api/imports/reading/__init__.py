"""From a file as it comes to rows, and to what its columns seem to mean."""
