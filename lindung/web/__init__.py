"""Pages that cross rooms: the public front page, sign-in, the officers' home."""
