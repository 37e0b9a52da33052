"""Are these two rows one person? Finding, weighing, deciding, merging as a link.

`engine` weighs pairs and knows neither Django nor a database; the rest of the room keeps the pairs it finds, asks
an officer about the doubtful ones and remembers the answer. Two lists can be compared without a database at all.
"""
