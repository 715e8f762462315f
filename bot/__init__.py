"""The program around the conversation: channels, intake, sender, timers, settings and the command line."""
