"""How good and how fast duplicates are found: on our own lists and on the public sets, against Splink's predict."""
