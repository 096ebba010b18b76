"""The paths of Netgsm."""

from __future__ import annotations

from itertools import islice
from typing import Any

from aiohttp import web

from turkcell_hub.fake_operator.engine import counting, submissions
from turkcell_hub.fake_operator.engine.batches import Batch
from turkcell_hub.fake_operator.engine.desks import Desk, Pace
from turkcell_hub.fake_operator.engine.world import World
from turkcell_hub.fake_operator.protocols.netgsm import answers, reading
from turkcell_hub.fake_operator.protocols.netgsm.answers import Refused, done
from turkcell_hub.fake_operator.protocols.netgsm.doors import body_of, guard
from turkcell_hub.fake_operator.protocols.netgsm.speech import NetgsmSpeaker

BASE = "/sms/rest/v2"
_REMEMBERED = 200_000


class Netgsm:
    """One server's Netgsm."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._speaker = NetgsmSpeaker()
        self._numbers: dict[tuple[str, str], Pace] = {}

    def routes(self) -> list[web.RouteDef]:
        world = self._world
        return [
            web.post(f"{BASE}/send", guard(world, "send", "send", self._send)),
            web.post(f"{BASE}/otp", guard(world, "send", "otp", self._otp)),
            web.post(f"{BASE}/cancel", guard(world, "query", "cancel", self._cancel)),
            web.post(f"{BASE}/report", guard(world, "query", "report", self._report)),
            web.get(f"{BASE}/msgheader", guard(world, "query", "headers", self._headers)),
            web.get(f"{BASE}/inbox", guard(world, "query", "inbox", self._inbox)),
            web.post(f"{BASE}/balance", guard(world, "query", "balance", self._balance)),
        ]

    # --- sending ----------------------------------------------------------------------------

    async def _send(self, request: web.Request, desk: Desk, habit: dict[str, Any]) -> web.Response:
        now = self._world.clock.now()
        if desk.sends.admit(now, desk.account.sends_per_minute):
            raise Refused(answers.RATE)
        wanted = reading.submission(await body_of(request), desk, now)
        self._pace_numbers(desk, wanted.dests, now)
        batch = self._admit(desk, wanted, habit)
        request["facts"] = {"messages": len(batch), "packet_id": batch.packet_id}
        await self._world.keep(batch)
        return done(jobid=str(batch.packet_id))

    async def _otp(self, request: web.Request, desk: Desk, habit: dict[str, Any]) -> web.Response:
        """One message with a code that the customer made; a package of its own pays it."""
        wanted = reading.one_time_code(await body_of(request), desk)
        self._pace_numbers(desk, wanted.dests, self._world.clock.now())
        try:
            if "otp" not in desk.account.services:
                raise submissions.NoCredit
            batch = self._world.admit(desk, wanted, habit)
        except submissions.NoCredit as error:
            raise Refused(answers.NOTHING) from error
        except (submissions.Refusal, counting.TooLong, counting.DoesNotFit) as error:
            raise Refused(answers.TEXT) from error
        request["facts"] = {"messages": 1, "packet_id": batch.packet_id}
        await self._world.keep(batch)
        return done(jobid=str(batch.packet_id))

    def _pace_numbers(self, desk: Desk, dests: list[str], now: float) -> None:
        """85: more than 20 jobs for one number in a minute."""
        if len(self._numbers) > _REMEMBERED:
            self._numbers.clear()
        paces = [self._numbers.setdefault((desk.account.username, d), Pace()) for d in set(dests)]
        waits = [pace.admit(now, desk.account.jobs_per_number) for pace in paces]
        if any(waits):
            raise Refused(answers.SAME_NUMBER)

    def _admit(self, desk: Desk, wanted: submissions.Submission, habit: dict[str, Any]) -> Batch:
        """A job without credit is taken all the same: its messages end with status 14."""
        try:
            return self._world.admit(desk, wanted, habit)
        except submissions.NoCredit:
            wanted.fate = "no_credit"
            return self._world.admit(desk, wanted, habit)
        except submissions.UnknownBrand as error:
            raise Refused(answers.IYS_NO_BRAND) from error
        except submissions.NoAuthority as error:
            raise Refused(answers.IYS_NOT_ALLOWED) from error
        except (counting.TooLong, counting.DoesNotFit, submissions.ForbiddenText) as error:
            raise Refused(answers.TEXT) from error
        except submissions.AllRepeated:
            wanted.fate = "duplicate"
            return self._world.admit(desk, wanted, habit)

    async def _cancel(
        self, request: web.Request, desk: Desk, habit: dict[str, Any]
    ) -> web.Response:
        job = (await body_of(request)).get("jobid")
        if not isinstance(job, str) or not job:
            raise Refused(answers.PARAMETER)
        found = self._jobs(desk, [job])
        if not found or not await self._world.cancel(found[0]):
            raise Refused(answers.NOTHING)
        return done(jobid=job)

    # --- asking -----------------------------------------------------------------------------

    def _jobs(self, desk: Desk, jobs: list[str]) -> list[Batch]:
        named = [self._world.by_packet.get(int(job)) for job in jobs if job.isdecimal()]
        return [one for one in named if one and one.account == desk.account.username]

    async def _report(
        self, request: web.Request, desk: Desk, habit: dict[str, Any]
    ) -> web.Response:
        world, now = self._world, self._world.clock.now()
        if desk.queries.admit(now, desk.account.queries_per_minute):
            raise Refused(answers.RATE)
        body = await body_of(request)
        span, (number, size) = reading.window(body, dotted=True), reading.page(body)
        jobs = body.get("jobids")
        listed = isinstance(jobs, list) and all(isinstance(job, str) for job in jobs)
        if span is None or (jobs is not None and not listed):
            raise Refused(answers.PARAMETER)
        found = self._jobs(desk, jobs) if jobs else desk.batches
        rows = (
            self._speaker.report(desk.account, batch, index, batch.state(index, now, world.seed))
            for batch in found
            if span[0] <= batch.accepted_at <= span[1] and batch.cancelled_at is None
            for index in range(len(batch))
        )
        page = list(islice(rows, number * size, (number + 1) * size))
        if not page:
            raise Refused(answers.NOTHING)
        return done(jobs=page)

    async def _headers(
        self, request: web.Request, desk: Desk, habit: dict[str, Any]
    ) -> web.Response:
        return done(msgheaders=desk.account.senders)

    async def _inbox(self, request: web.Request, desk: Desk, habit: dict[str, Any]) -> web.Response:
        span = reading.window(request.query, dotted=False)
        if span is None:
            rows = [row for row in desk.inbound if row.number > desk.listed]
            await self._world.list_inbound(desk)
        else:
            rows = [row for row in desk.inbound if span[0] <= row.received_at <= span[1]]
        if not rows:
            raise Refused(answers.NO_MESSAGES)
        return done(messages=[self._speaker.inbound(row) for row in rows])

    async def _balance(
        self, request: web.Request, desk: Desk, habit: dict[str, Any]
    ) -> web.Response:
        wanted = (await body_of(request)).get("stip")
        amount = desk.balance(self._world.clock.now(), self._world.seed)
        packages = [{"amount": amount, "balance_name": "Adet SMS"}]
        if "otp" in desk.account.services:
            packages.append({"amount": amount, "balance_name": "Adet OTP"})
        if wanted == 2:
            return answers.json({"code": "00", "balance": "0,000"})
        if wanted not in (1, 3):
            raise Refused(answers.PARAMETER)
        return answers.json({"code": "00", "balance": packages})
