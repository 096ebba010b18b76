"""The consent registry's own truth: who may be written to, and what happened to each consent."""
