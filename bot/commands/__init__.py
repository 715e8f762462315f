"""What the commands of `hocso` do, a module each for those that go together."""
