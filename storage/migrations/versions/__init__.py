"""One file per migration, numbered in order: the number is the revision."""
