"""Users and sign-in. Roles and the region each holds in are facts of this room."""
