"""Counterparts to test against: offices that take files in and give files out, with the habits of offices.

They share no code with what reads and writes these files on our side: each knows the other only by the files.
"""
