"""The operator itself: every account, every batch, and the file that remembers them."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from turkcell_hub.fake_operator.bills.book import BillBook
from turkcell_hub.fake_operator.engine import accounts, batches, inbound, media, submissions
from turkcell_hub.fake_operator.engine.accounts import Account
from turkcell_hub.fake_operator.engine.batches import Batch, State
from turkcell_hub.fake_operator.engine.clock import SimulatedClock, Timeline
from turkcell_hub.fake_operator.engine.desks import BlacklistRow, Desk
from turkcell_hub.fake_operator.engine.inbound import Inbound
from turkcell_hub.fake_operator.engine.journal import Journal
from turkcell_hub.fake_operator.engine.media import Media
from turkcell_hub.fake_operator.engine.pushes import Push, Pusher
from turkcell_hub.fake_operator.engine.registry import consents
from turkcell_hub.fake_operator.engine.registry.campaigns import DailyReports
from turkcell_hub.fake_operator.engine.registry.registry import Registry
from turkcell_hub.fake_operator.engine.reports import Reporter
from turkcell_hub.fake_operator.engine.segments import Segments
from turkcell_hub.fake_operator.engine.submissions import NoCredit, Submission
from turkcell_hub.fake_operator.engine.truth import TruthFile

DEFAULT_BALANCE = 100_000
_FIRST_PACKET, _FIRST_MESSAGE = 20_000, 13_000_000


class Speaker(Protocol):
    """How a protocol words what is pushed to its customers."""

    def report(
        self, account: Account, batch: Batch, index: int, state: State
    ) -> dict[str, Any]: ...

    def inbound(self, message: Inbound) -> dict[str, Any]: ...


class World:
    """Changes happen in memory first and are on disk before anybody hears of them."""

    def __init__(
        self, folder: Path, seed: int, speakers: Mapping[str, Speaker], portal_url: str = ""
    ) -> None:
        self.folder = folder
        self.seed = seed
        self.speakers = speakers
        self.clock = SimulatedClock()
        self.truth = TruthFile(folder / "truth.jsonl")
        self.journal = Journal(self.truth.note)
        self.pusher = Pusher(self.clock, self.journal, portal_url)
        self.timeline = Timeline(self.clock, self.pusher.settled)
        self.pusher.timeline = self.timeline
        self.registry = Registry(folder, seed, self.clock, self.timeline, self.pusher, self.journal)
        self.daily = DailyReports(self)
        self.reporter = Reporter(self)
        self.segments = Segments(self)
        self.bills = BillBook(self)
        self.desks: dict[str, Desk] = {}
        self.batches: list[Batch] = []
        self.by_packet: dict[int, Batch] = {}
        self.media: dict[str, Media] = {}
        self.inbound_count = 0
        self._next_seq = 1
        self.next_message = _FIRST_MESSAGE
        self._tasks: list[asyncio.Task[None]] = []
        self._restore()

    # --- life -------------------------------------------------------------------------------

    async def start(self) -> None:
        self._tasks = [
            asyncio.create_task(self.truth.run()), asyncio.create_task(self.timeline.run())
        ]  # fmt: skip
        self.registry.start()
        self.daily.arm()
        for batch in self.batches:
            if batch.push and batch.pushed < len(batch):
                self.reporter.watch(batch)

    async def stop(self) -> None:
        await self.pusher.close()
        await self.registry.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.truth.close()

    # --- accounts ---------------------------------------------------------------------------

    async def create_account(self, settings: dict[str, Any]) -> Desk:
        """Raises accounts.BadSetting, also for a username that is taken."""
        wanted = dict(settings)
        balance = _credits(wanted.pop("balance", DEFAULT_BALANCE))
        account = accounts.create(wanted, self.clock.now())
        if account.username in self.desks:
            raise accounts.BadSetting(f"{account.username} is there already")
        desk = self.desks[account.username] = Desk(account)
        desk.deposits = balance
        await self.save_account(desk)
        await self._meet_provider(account)
        return desk

    async def _meet_provider(self, account: Account) -> None:
        """A user of the registry brings a provider with its master brand, if there is none."""
        code = account.iys_code
        if code is None or account.iys_role != "provider" or code in self.registry.providers:
            return
        await self.registry.put_provider(code, {})

    async def change_account(self, desk: Desk, settings: dict[str, Any]) -> None:
        """Raises accounts.BadSetting. ``balance`` is set absolutely, ``deposit`` is added."""
        wanted = dict(settings)
        now = self.clock.now()
        balance = _credits(wanted.pop("balance")) if "balance" in wanted else None
        deposit = _credits(wanted.pop("deposit", 0))
        accounts.change(desk.account, wanted, now)
        if balance is not None:
            desk.deposits += balance - desk.balance(now, self.seed)
        desk.deposits += deposit
        await self.save_account(desk)

    async def save_account(self, desk: Desk) -> None:
        record = {"k": "account", "deposits": desk.deposits, "set": desk.account.to_record()}
        await self.truth.commit(record)

    # --- messages ---------------------------------------------------------------------------

    def admit(self, desk: Desk, wanted: Submission, habit: dict[str, Any] | None) -> Batch:
        """Takes the submission in memory; ``keep`` must follow before it is answered.

        Raises counting.TooLong, counting.DoesNotFit or a submissions.Refusal.
        """
        now, habit = self.clock.now(), habit or {}
        wanted.suffix = wanted.suffix or desk.account.code_line
        unwanted = consents.unwanted(self.registry, desk, wanted)
        parts = submissions.count_parts(wanted, desk)
        submissions.check_words(wanted, desk)
        account = desk.account
        foreign = (i for i, d in enumerate(wanted.dests) if not d.startswith("90"))
        multiplier = account.international_multiplier if wanted.service == "sms" else 1
        multipliers = {} if multiplier == 1 else dict.fromkeys(foreign, multiplier)
        if wanted.fate:
            multipliers = dict.fromkeys(range(len(wanted.dests)), 0)
        batch = Batch(
            seq=self._next_seq,
            account=account.username,
            packet_id=_FIRST_PACKET + len(self.batches),
            message_id=self.next_message,
            custom_id=wanted.custom_id,
            sender=wanted.sender,
            texts=wanted.texts,
            dests=wanted.dests,
            ids=wanted.ids,
            parts=parts,
            accepted_at=now,
            start_at=max(wanted.start_at or now, now),
            delay=account.report_delay,
            push=account.hears and not wanted.silent,
            service=wanted.service,
            media=wanted.media,
            url=wanted.url,
            rate=wanted.rate,
            suffix=wanted.suffix,
            name=wanted.name,
            multipliers=multipliers,
            reports=habit.get("reports"),
            credit_delta=0 if wanted.fate else habit.get("credit_delta", 0),
            key=wanted.key,
            key_hash=wanted.key_hash,
        )
        self._check_credit(desk, batch.price(), now)
        found = submissions.find_presets(wanted, desk, now)
        batch.presets = {**dict.fromkeys(unwanted, "no_consent"), **found}
        self._add(batch)
        return batch

    async def take_media(self, desk: Desk, name: str, kind: str, content: bytes) -> Media:
        """The same file of an account is kept once."""
        digest = hashlib.sha256(content).hexdigest()
        account = desk.account.username
        for known in self.media.values():
            if (known.account, known.sha256) == (account, digest):
                return known
        taken = Media(f"m{len(self.media) + 1:06}", account, name, kind, digest, content)
        self.media[taken.id] = taken
        await self.truth.commit(taken.to_record())
        return taken

    def _check_credit(self, desk: Desk, price: int, now: float) -> None:
        if desk.deposits - desk.held < price and desk.balance(now, self.seed) < price:
            raise NoCredit

    async def keep(self, batch: Batch) -> None:
        await self.truth.commit(batch.to_record())
        if batch.push:
            self.reporter.watch(batch)

    def _add(self, batch: Batch) -> None:
        self.batches.append(batch)
        self.by_packet[batch.packet_id] = batch
        self.desks[batch.account].add(batch)
        self._next_seq = batch.seq + len(batch)
        self.next_message = batch.message_id + len(batch)

    async def cancel(self, batch: Batch) -> bool:
        """False when the batch has begun or was cancelled before."""
        now = self.clock.now()
        if batch.cancelled_at is not None or now >= batch.start_at:
            return False
        batch.cancelled_at = now
        await self.truth.commit({"k": "cancel", "packet_id": batch.packet_id, "at": now})
        return True

    async def receive(
        self, desk: Desk, source: str, content: str, destination: str, keyword: str = ""
    ) -> Inbound:
        """A handset wrote to the customer: kept, and pushed when there is an address."""
        self.inbound_count += 1
        message = Inbound(
            self.inbound_count, desk.account.username, source, destination, content, keyword,
            self.clock.now(),
        )  # fmt: skip
        desk.inbound.append(message)
        await self.truth.commit(message.to_record())
        if desk.account.hears:
            row = {"type": "inbound", **self.speakers[desk.account.protocol].inbound(message)}
            self.pusher.send(Push(desk.account, lambda: [row], "inbound", lambda _: None))
        return message

    async def list_inbound(self, desk: Desk) -> None:
        """What has come so far was shown; a listing "of what is new" shows it no more."""
        record = {"k": "listed", "account": desk.account.username, "number": self.inbound_count}
        self._set_listed(record)
        await self.truth.commit(record)

    async def change_blacklist(self, desk: Desk, phones: list[str], source: str | None) -> None:
        """``source`` None removes."""
        record = {
            "k": "blacklist", "account": desk.account.username, "phones": phones,
            "source": source, "at": self.clock.now(),
        }  # fmt: skip
        self._set_blacklist(record)
        await self.truth.commit(record)

    async def advance(self, target: float) -> None:
        if target < self.clock.now():
            self.clock.jump_to(target)
            self.daily.arm()
        await self.timeline.advance_to(target)
        await self.truth.commit({"k": "clock", "offset": self.clock.offset})

    # --- memory -----------------------------------------------------------------------------

    def _restore(self) -> None:
        readers = {
            "account": self._restore_account,
            "batch": self._restore_batch,
            "media": self._restore_media,
            "segment": self.segments.restore,
            "joined": self.segments.forget,
            "cancel": self._restore_cancel,
            "pushed": self._restore_pushed,
            "inbound": self._restore_inbound,
            "listed": self._set_listed,
            "blacklist": self._set_blacklist,
            "seen": self.journal.restore,
            "clock": self._restore_clock,
            "bill": self.bills.restore,
            "bill_marks": self.bills.restore_marks,
        }
        for record in self.truth.records():
            readers[record["k"]](record)

    def _restore_clock(self, record: dict[str, Any]) -> None:
        self.clock.offset = record["offset"]

    def _restore_account(self, record: dict[str, Any]) -> None:
        account = Account(**record["set"])
        desk = self.desks.setdefault(account.username, Desk(account))
        desk.account, desk.deposits = account, record["deposits"]

    def _restore_batch(self, record: dict[str, Any]) -> None:
        batch = batches.from_record(record)
        self._add(batch)
        desk = self.desks[batch.account]
        if desk.account.duplicate_hours:
            wanted = Submission(batch.sender, batch.texts, batch.dests)
            marks = submissions.fingerprints(wanted)
            desk.recent.update(dict.fromkeys(marks, batch.accepted_at))

    def _restore_media(self, record: dict[str, Any]) -> None:
        found = media.from_record(record)
        self.media[found.id] = found

    def _restore_cancel(self, record: dict[str, Any]) -> None:
        self.by_packet[record["packet_id"]].cancelled_at = record["at"]

    def _restore_pushed(self, record: dict[str, Any]) -> None:
        batch = self.by_packet[record["packet_id"]]
        if record["from"] == batch.pushed:
            batch.pushed = record["to"]

    def _restore_inbound(self, record: dict[str, Any]) -> None:
        message = inbound.from_record(record)
        self.desks[message.account].inbound.append(message)
        self.inbound_count = message.number

    def _set_listed(self, record: dict[str, Any]) -> None:
        self.desks[record["account"]].listed = record["number"]

    def _set_blacklist(self, record: dict[str, Any]) -> None:
        rows = self.desks[record["account"]].blacklist
        for phone in record["phones"]:
            if record["source"] is None:
                rows.pop(phone, None)
            elif phone not in rows:
                rows[phone] = BlacklistRow(phone, record["at"], record["source"])


def _credits(value: Any) -> int:
    if type(value) is not int:
        raise accounts.BadSetting("balance and deposit are whole numbers")
    return value
