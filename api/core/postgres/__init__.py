"""The PostgreSQL that comes with the packages: programs, cluster, and who uses it."""
