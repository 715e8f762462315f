"""Chat platforms on this machine: they behave like the real ones, and fail when they are asked to."""
