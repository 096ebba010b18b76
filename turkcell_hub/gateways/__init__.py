"""The operators' languages: pure adapters, dataclasses in and dataclasses out.

No Django, no database and no Celery in here. Above this package no vendor word is
spoken: callers know the contracts (``sms/contract.py`` …), never an adapter.
"""
