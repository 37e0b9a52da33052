"""Files handed to other offices and files that come back: layouts as data, every file kept as it was.

Knows how a file is written and read, never what its rows mean: that is the room's whose round trip it is
(membership, billing, banking). Below all three, above intake, whose guarded process opens what others send.
"""
