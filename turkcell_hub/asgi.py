"""ASGI entry point."""

import os

from django.core.asgi import get_asgi_application

from turkcell_hub.starting import read_settings
from turkcell_hub.time_limit import bound_web_statements

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "turkcell_hub.settings")
read_settings()
bound_web_statements()
application = get_asgi_application()
