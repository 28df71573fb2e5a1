"""What waits for somebody in the shop: read from every domain, kept by none."""
