"""PostgreSQL and Valkey from wheels, and the small supervisor that runs the demo on them.

Nothing here imports Django: it runs before settings can be read. With ``DATABASE_URL`` and
``REDIS_URL`` in the environment none of the embedded servers is started.
"""
