"""What is printed or downloaded."""
