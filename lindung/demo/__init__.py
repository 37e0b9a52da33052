"""The story of 2025 with invented people, its workbooks and the benchmarks. Nothing imports this room.

Every figure a press report gave is reached by way of the code a user runs; nothing is written past it.
"""
