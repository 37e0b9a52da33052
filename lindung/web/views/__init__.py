"""Views of the house, one module per kind of page."""
