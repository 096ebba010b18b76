"""The outbox engine: hands rows over to operators; knows no SMS and no invoice.

The row is the queue, Celery is a nudge. A room puts ranges of its rows in with
``services.queue.enqueue`` and registers a ``handlers.Handler`` for its kind; the engine
claims batches (``dispatch``), calls the gateway outside any transaction, settles the
answer once (``settling``), and resolves what stayed in doubt (``recovery``).
"""
