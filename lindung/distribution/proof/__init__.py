"""The signed proof itself: what stands in it, how it is sealed, read, printed. No Django, no clock."""
