"""The pictures, drawn with Typst: hamlet progress, join code, certificate."""
