"""The servers that the environment names (``DATABASE_URL``, ``REDIS_URL``)."""

from __future__ import annotations

from collections.abc import Mapping

from turkcell_hub.embedded.errors import EmbeddedError

_SECONDS = 10


def answer(env: Mapping[str, str]) -> None:
    """Asks each server that is named whether it can be used. Raises ``EmbeddedError``."""
    if url := env.get("DATABASE_URL"):
        _ask_database(url)
    if url := env.get("REDIS_URL"):
        _ask_broker(url)


def _ask_database(url: str) -> None:
    import psycopg2

    try:
        psycopg2.connect(url, connect_timeout=_SECONDS).close()
    except psycopg2.Error as problem:
        raise EmbeddedError(
            "DATABASE_URL ile gösterilen PostgreSQL sunucusu kullanılamıyor:"
            f" {str(problem).strip()}\nAdresi, kullanıcıyı ve şifreyi denetleyin ya da değişkeni"
            " kaldırın (gömülü sunucu kullanılır)."
        ) from None


def _ask_broker(url: str) -> None:
    import redis

    try:
        with redis.Redis.from_url(
            url, socket_connect_timeout=_SECONDS, socket_timeout=_SECONDS
        ) as broker:
            broker.ping()
    except (redis.RedisError, ValueError) as problem:
        raise EmbeddedError(
            f"REDIS_URL ile gösterilen sunucu kullanılamıyor: {problem}\nAdresi ve şifreyi"
            " denetleyin ya da değişkeni kaldırın (gömülü sunucu kullanılır)."
        ) from None
