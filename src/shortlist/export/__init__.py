"""What an analysis looks like outside: one module a format."""
