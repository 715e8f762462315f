"""The ways in and out, one file or folder each."""
