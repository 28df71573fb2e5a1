"""What time alone does to cards."""
