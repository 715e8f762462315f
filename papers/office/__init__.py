"""Office papers: spreadsheets, Word files and reports. Only a child process or a command makes them."""
