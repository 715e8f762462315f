"""The pages of the commune office."""
