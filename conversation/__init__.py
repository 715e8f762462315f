"""The conversation, decided without touching anything outside it."""
