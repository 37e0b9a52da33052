"""What every room may use and no room owns: calendar month, whole rupiah, dates in words, Problem.

No Django, no room, no clock. At most 500 lines, kept by a test.
"""
