"""`lindung check` and `lindung template` for lists, `lindung nominations` for the people they proposed."""

from lindung.nominations.commands.lists import check, template
from lindung.nominations.commands.nominations import nominations

__all__ = ["check", "nominations", "template"]
