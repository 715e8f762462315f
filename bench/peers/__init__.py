"""What we are measured beside: the smallest programs that do the same calls, without storage."""
