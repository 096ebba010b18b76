"""The sandbox: one small server that plays the operators over HTTP.

Written from the wire contracts alone, never from the adapters, so that the two cannot agree on
a private mistake. Imports nothing of the product but ``turkcell_hub.lib``.
"""
