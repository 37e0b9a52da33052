"""Pages of distribution, and what the field app asks."""
