"""What a good editor looks for in lessons and questions, one kind of judgement a file."""
