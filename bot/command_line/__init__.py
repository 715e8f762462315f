"""The groups of commands, a file each: what can be typed and what it means; `bot/commands` does the work."""
