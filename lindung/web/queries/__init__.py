"""Questions of the pages that cross rooms."""

from lindung.reports.villages import STAGES
from lindung.web.queries.home import Place, home_of
from lindung.web.queries.public import public_map, public_overview
from lindung.web.queries.waiting import waiting
from lindung.web.queries.year import year

__all__ = ["STAGES", "Place", "home_of", "public_map", "public_overview", "waiting", "year"]
