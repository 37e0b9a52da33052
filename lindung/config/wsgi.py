"""The web server's entry: `granian --interface wsgi lindung.config.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lindung.config.settings")
application = get_wsgi_application()
# Every page's code is loaded before the first visitor comes, and what is loaded stays: the collector of garbage
# need not walk through it again in the middle of somebody's page (80 ms).
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
