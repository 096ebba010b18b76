"""ASGI entry point."""

import os

from django.core.asgi import get_asgi_application

from turkcell_hub.starting import read_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "turkcell_hub.settings")
read_settings()
application = get_asgi_application()
