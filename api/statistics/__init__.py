"""What happened, in numbers that tell about nobody: counted per day, published in tens."""
