"""Messaging at the REST door: shapes in, one service call, shapes out (``/api/v1/``).

``routes.register_all`` puts the views in their places; ``docs/integrators.md`` tells the
integrator's story.
"""
