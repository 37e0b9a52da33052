"""One YAML file sets a programme up: funder, programme, agreement, decrees with their allocations."""

from lindung.programmes.imports.load import Loaded, load

__all__ = ["Loaded", "load"]
