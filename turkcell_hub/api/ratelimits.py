"""Rate limits per key and per firm, counted in one atomic step in Redis.

A leaky bucket (GCRA): each bucket is one number, the time at which it is empty again. Every
firm has its own bucket, so a busy firm slows nobody else, and its keys share it. When Redis
is away requests pass: losing the broker must not stop the API.
"""

from __future__ import annotations

import logging
import math
import time
from dataclasses import dataclass
from functools import lru_cache

import redis
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from turkcell_hub.errors import HubError
from turkcell_hub.resources import Actor

_log = logging.getLogger(__name__)
_REST_AFTER_FAILURE = 5.0  # seconds without asking Redis again

# KEYS: the buckets. ARGV: weight, then limit and period (ms) of each bucket.
# Answers {passed, and for each bucket: remaining, ms until full again, ms to wait}.
_SCRIPT = """
local clock = redis.call('TIME')
local now = clock[1] * 1000 + clock[2] / 1000
local passed = 1
local answer = {}
local tats = {}
for i, key in ipairs(KEYS) do
  local limit = tonumber(ARGV[2 * i])
  local period = tonumber(ARGV[2 * i + 1])
  local step = period / limit
  local tat = math.max(tonumber(redis.call('GET', key) or now), now)
  local new = tat + step * ARGV[1]
  local wait = new - period - now
  if wait > 0 then passed = 0 else wait = 0 end
  tats[i] = {new, tat, period, step, wait}
end
for i, key in ipairs(KEYS) do
  local new, tat, period, step, wait = unpack(tats[i])
  local at = tat
  if passed == 1 then
    at = new
    redis.call('SET', key, string.format('%.3f', new), 'PX', math.ceil(new - now))
  end
  answer[#answer + 1] = math.floor((period - (at - now)) / step + 0.0001)
  answer[#answer + 1] = math.ceil(at - now)
  answer[#answer + 1] = math.ceil(wait)
end
table.insert(answer, 1, passed)
return answer
"""


class RateLimited(HubError):
    """The key or the firm asks too often. ``extra.retry_after``: seconds to wait."""

    status = 429
    code = "rate_limited"


@dataclass(frozen=True)
class Bucket:
    limit: int
    remaining: int
    reset: int  # seconds until it is full again
    wait: int  # milliseconds until this request would pass


class _Away:
    """Remembers that Redis is away, so that not every request waits for it."""

    until = 0.0
    is_told = False


def count(request: HttpRequest, actor: Actor, weight: int = 1) -> None:
    """Counts one request of ``actor``. Raises ``RateLimited`` when it is one too many."""
    asked = _asked(actor)
    if not asked or time.monotonic() < _Away.until:
        return
    keys = [f"api:rate:{name}" for name, _limit, _period in asked]
    limits = [number for _name, limit, period in asked for number in (limit, period * 1000)]
    try:
        passed, *numbers = _script()(keys=keys, args=[weight, *limits])
    except redis.RedisError as error:
        _stay_away(error)
        return
    _Away.is_told = False
    buckets = [
        Bucket(
            limit, max(0, numbers[i * 3]), math.ceil(numbers[i * 3 + 1] / 1000), numbers[i * 3 + 2]
        )
        for i, (_name, limit, _period) in enumerate(asked)
    ]
    request._api_rate = min(buckets, key=lambda bucket: bucket.remaining)  # type: ignore[attr-defined]
    if not passed:
        _refuse(max(bucket.wait for bucket in buckets))


def headers(request: HttpRequest) -> dict[str, str]:
    """``RateLimit-*`` of the tighter bucket; nothing where nothing was counted."""
    bucket: Bucket | None = getattr(request, "_api_rate", None)
    if bucket is None:
        return {}
    return {
        "RateLimit-Limit": str(bucket.limit),
        "RateLimit-Remaining": str(bucket.remaining),
        "RateLimit-Reset": str(bucket.reset),
    }


def _asked(actor: Actor) -> list[tuple[str, int, int]]:
    limits = settings.API_RATE_LIMITS
    key_id = getattr(actor, "api_key_id", None)
    asked = [(f"firm:{actor.firm_id}", *limits["firm"])] if limits.get("firm") else []
    if key_id is not None and limits.get("key"):
        asked.append((f"key:{key_id}", *limits["key"]))
    return asked


def _refuse(wait_ms: int) -> None:
    seconds = max(1, math.ceil(wait_ms / 1000))
    raise RateLimited(
        _("Çok sık istek gönderdiniz; %(seconds)d saniye sonra yeniden deneyin.")
        % {"seconds": seconds},
        extra={"retry_after": seconds},
    )


def _stay_away(error: redis.RedisError) -> None:
    _Away.until = time.monotonic() + _REST_AFTER_FAILURE
    if not _Away.is_told:
        _log.warning("rate limits rest: Redis is away (%s)", type(error).__name__)
    _Away.is_told = True


@lru_cache(maxsize=4)
def _script_at(url: str) -> redis.commands.core.Script:
    client = redis.Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5)
    return client.register_script(_SCRIPT)


def _script() -> redis.commands.core.Script:
    return _script_at(settings.REDIS_URL)
