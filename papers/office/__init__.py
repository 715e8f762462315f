"""Spreadsheets and reports for the office. Made on the command line or in a child process, never in the server."""
