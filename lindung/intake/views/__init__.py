"""Pages of intake: handing in, what became of a file, one row and its correction."""
