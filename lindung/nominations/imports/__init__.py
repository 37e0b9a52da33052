"""File layouts whose consequences this room bears: judging what a list says, then saving it."""
