"""The campaign: its units, the consents it needs, and what is counted."""
