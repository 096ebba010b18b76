"""The registry itself: every change is a record that is applied in memory and kept on disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from turkcell_hub.fake_operator.engine.accounts import BadSetting
from turkcell_hub.fake_operator.engine.clock import SimulatedClock, Timeline
from turkcell_hub.fake_operator.engine.registry import campaigns
from turkcell_hub.fake_operator.engine.registry import settings as switches
from turkcell_hub.fake_operator.engine.registry.book import (
    Book,
    Connection,
    Request,
    Retailer,
    transaction_id,
)
from turkcell_hub.fake_operator.engine.registry.counters import Counters
from turkcell_hub.fake_operator.engine.registry.providers import Brand, Provider, read_provider
from turkcell_hub.fake_operator.engine.registry.pushes import Deliveries
from turkcell_hub.fake_operator.engine.registry.settings import Settings
from turkcell_hub.fake_operator.engine.registry.tokens import Tokens
from turkcell_hub.fake_operator.engine.registry.values import (
    LINE_CLOSED,
    MERCHANT,
    Key,
    Movement,
    Wanted,
    written,
)
from turkcell_hub.fake_operator.engine.truth import TruthFile

if TYPE_CHECKING:
    from turkcell_hub.fake_operator.engine.journal import Journal
    from turkcell_hub.fake_operator.engine.pushes import Pusher

Row = list[Any]
_FIRST_CAMPAIGN = 1001


class Denied(Exception):
    """The registry does not store it; ``codes`` say why."""

    def __init__(self, *codes: str) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


class Registry:
    """``keep`` returns when the change is on disk; nobody hears of it before."""

    def __init__(
        self, folder: Path, seed: int, clock: SimulatedClock, timeline: Timeline,
        pusher: Pusher, journal: Journal,
    ) -> None:  # fmt: skip
        self.seed = seed
        self.clock = clock
        self.timeline = timeline
        self.truth = TruthFile(folder / "registry.jsonl")
        self.deliveries = Deliveries(self, pusher, journal)
        self.tokens = Tokens(seed)
        self._noted = self._synced = self.epoch = 0
        self._appliers: dict[str, Callable[[dict[str, Any]], None]] = {
            "reset": self._forget,
            "settings": self._apply_settings,
            "provider": self._apply_provider,
            "moves": self._apply_moves,
            "batch": self._apply_batch,
            "done": self._apply_done,
            "retailer": self._apply_retailer,
            "retailer_gone": self._apply_retailer_gone,
            "access": self._apply_access,
            "connection": self._apply_connection,
            "connection_gone": self._apply_connection_gone,
            "agreed": self._apply_agreed,
            "campaign": self._apply_campaign,
            "via": self._apply_via,
        }
        self._forget({})
        for record in self.truth.records():
            self._appliers[record["k"]](record)
        self._task: asyncio.Task[None] | None = None

    # --- life -------------------------------------------------------------------------------

    def start(self) -> None:
        self._task = asyncio.create_task(self.truth.run())
        for book in self.books.values():
            for request in book.requests.values():
                if request.results is None:
                    self.watch(request)

    async def stop(self) -> None:
        await self.deliveries.close()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self.truth.close()

    def change(self, record: dict[str, Any]) -> None:
        """Applies the record and hands it to the disk; ``settled`` or ``keep`` must follow."""
        self._appliers[record["k"]](record)
        self._note(record)

    def _note(self, record: dict[str, Any]) -> None:
        self.truth.note(record)
        self._noted += 1

    async def keep(self, record: dict[str, Any]) -> None:
        self.change(record)
        await self.settled()

    async def settled(self) -> None:
        """Returns when everything that anybody may be told of is on disk."""
        noted = self._noted
        if self._synced < noted:
            await self.truth.barrier()
            self._synced = max(self._synced, noted)

    async def reset(self) -> None:
        """Forgets every provider, consent, token, counter and switch."""
        await self.keep({"k": "reset"})

    # --- providers --------------------------------------------------------------------------

    async def put_provider(self, code: int, wanted: dict[str, Any]) -> Provider:
        """Makes or replaces it; its consents stay. Raises BadSetting."""
        provider = read_provider(code, wanted)
        if any(self.owners.get(brand, code) != code for brand in provider.brands):
            raise BadSetting("a brand of another provider")
        await self.keep({"k": "provider", **provider.to_record()})
        return self.providers[code]

    async def change_settings(self, wanted: dict[str, Any]) -> None:
        """Raises BadSetting."""
        switches.change(Settings(), wanted)
        await self.keep({"k": "settings", "set": wanted})

    def brand(self, code: int) -> Brand | None:
        owner = self.providers.get(self.owners.get(code, 0))
        return owner.brands.get(code) if owner else None

    def intermediary_may_send(self, brand: int, recipient_type: str, number: str) -> bool:
        """What an SMS operator learns of a number (digits with the country code)."""
        book = self.books.get(brand)
        return book is not None and book.is_approved(Key(recipient_type, "MESAJ", "+" + number))

    # --- consents ---------------------------------------------------------------------------

    def judge(self, brand: int, wanted: Wanted) -> list[str]:
        """The codes that speak against storing it now."""
        provider = self.providers[self.owners[brand]]
        if wanted.status == "ONAY" and not provider.has_room(wanted.key.type, wanted.key.recipient):
            return ["H525"]
        return self.books[brand].refusals(wanted, self.settings)

    async def store(self, brand: int, wanted: Wanted, *, idempotent: bool = False) -> Movement:
        """One consent of a provider. Raises Denied."""
        earlier = self.books[brand].repeated(wanted) if idempotent else None
        if earlier is not None:
            await self.settled()
            return earlier
        codes = self.judge(brand, wanted)
        if codes:
            await self.settled()
            raise Denied(*codes)
        (movement,) = await self.record([(brand, wanted)])
        return movement

    async def record(self, rows: list[tuple[int, Wanted]]) -> list[Movement]:
        """Stores without asking the rules; pushes what the registry itself wrote."""
        now, made = self.clock.now(), []
        for brand, wanted in rows:
            row = self.row(brand, wanted, now)
            self.change({"k": "moves", "rows": [row]})
            made.append(self.movements[-1])
        await self.settled()
        self.deliveries.tell([one for one in made if one.by_registry])
        return made

    def row(self, brand: int, wanted: Wanted, now: float) -> Row:
        """A movement as the truth file keeps it; it must be applied before the next is made."""
        closed = wanted.source == LINE_CLOSED and wanted.key.recipient_type == MERCHANT
        default = "" if closed else written(now)
        date = wanted.consent_date if wanted.consent_date is not None else default
        found = transaction_id(self.seed, brand, wanted.key, now)
        return [len(self.movements) + 1, brand, wanted.to_record(), date, now, found]

    def next_campaign(self) -> int:
        return _FIRST_CAMPAIGN + len(self.campaigns)

    # --- batches ----------------------------------------------------------------------------

    def watch(self, request: Request) -> None:
        book, run = self.books[request.brand], self.epoch

        def work() -> None:
            if run == self.epoch and request.results is None:
                self._work_through(book, request)

        self.timeline.at(request.due, work)

    def _work_through(self, book: Book, request: Request) -> None:
        """Row after row against the rules of that moment."""
        now = self.clock.now()
        rows: list[Row] = []
        results: list[int | str] = []
        originals: dict[int, tuple[str, str]] = {}
        for index, wanted in enumerate(request.rows):
            earlier = book.repeated(wanted) if request.v2 and index not in request.codes else None
            if earlier is not None:
                results.append(earlier.number)
                if earlier.number in book.first_requests:
                    originals[index] = book.first_requests[earlier.number]
                continue
            code = request.codes.get(index) or next(iter(self.judge(request.brand, wanted)), None)
            if code is None:
                rows.append(self.row(request.brand, wanted, now))
                self._apply_moves({"rows": rows[-1:]})
                results.append(len(self.movements))
            else:
                results.append(code)
        record = {
            "k": "done", "brand": request.brand, "request_id": request.request_id, "rows": rows,
            "results": results, "originals": list(originals.items()),
        }  # fmt: skip
        self._finish(record)
        self._note(record)

    # --- memory -----------------------------------------------------------------------------

    def _forget(self, _: dict[str, Any]) -> None:
        self.epoch += 1
        self.providers: dict[int, Provider] = {}
        self.books: dict[int, Book] = {}
        self.owners: dict[int, int] = {}
        self.movements: list[Movement] = []
        self.campaigns: dict[int, campaigns.Campaign] = {}
        self.via: dict[str, dict[str, Any]] = {}
        self.counters = Counters()
        self.settings = Settings()
        self.tokens.forget()

    def _apply_settings(self, record: dict[str, Any]) -> None:
        switches.change(self.settings, record["set"])

    def _apply_provider(self, record: dict[str, Any]) -> None:
        wanted = {name: value for name, value in record.items() if name != "k"}
        made = read_provider(wanted["iys_code"], wanted)
        known = self.providers.get(made.code)
        if known is not None:
            made.phones, made.emails = known.phones, known.emails
        self.providers[made.code] = made
        for code in made.brands:
            self.owners[code] = made.code
            self.books.setdefault(code, Book(code))

    def _apply_moves(self, record: dict[str, Any]) -> None:
        for number, brand, raw, date, created_at, found in record["rows"]:
            wanted = Wanted.from_record(raw)
            movement = Movement(number, brand, wanted, date, created_at, found)
            self.movements.append(movement)
            before = self.books[brand].add(movement)
            self.providers[self.owners[brand]].count(before, movement)

    def _apply_batch(self, record: dict[str, Any]) -> None:
        values = {name: value for name, value in record.items() if name != "k"}
        values["rows"] = [Wanted.from_record(row) for row in values["rows"]]
        values["codes"] = dict(values["codes"])
        request = Request(**values)
        self.books[request.brand].requests[request.request_id] = request

    def _apply_done(self, record: dict[str, Any]) -> None:
        self._apply_moves(record)
        self._finish(record)

    def _finish(self, record: dict[str, Any]) -> None:
        book = self.books[record["brand"]]
        request = book.requests[record["request_id"]]
        request.results = [
            self.movements[one - 1] if isinstance(one, int) else one for one in record["results"]
        ]
        request.originals = {index: (pair[0], pair[1]) for index, pair in record["originals"]}
        for index, one in enumerate(request.results):
            if isinstance(one, Movement):
                pair = (request.request_id, request.sub_ids[index])
                book.first_requests.setdefault(one.number, pair)

    def _apply_retailer(self, record: dict[str, Any]) -> None:
        found = Retailer(record["code"], record["facts"])
        self.books[record["brand"]].retailers[found.code] = found

    def _apply_retailer_gone(self, record: dict[str, Any]) -> None:
        self.books[record["brand"]].retailers.pop(record["code"], None)

    def _apply_access(self, record: dict[str, Any]) -> None:
        """``add``, ``replace`` or ``remove`` codes; ``remove`` without codes removes all."""
        book, codes = self.books[record["brand"]], set(record["codes"])
        for recipient in record["recipients"]:
            found = book.records[Key(record["recipient_type"], record["type"], recipient)]
            if record["how"] == "add":
                found.access |= codes
            elif record["how"] == "replace":
                found.access = set(codes)
            else:
                found.access = found.access - codes if codes else set()

    def _apply_connection(self, record: dict[str, Any]) -> None:
        self.books[record["brand"]].connections.append(Connection(**record["facts"]))

    def _apply_connection_gone(self, record: dict[str, Any]) -> None:
        book = self.books[record["brand"]]
        book.connections = [
            one
            for one in book.connections
            if (one.url, one.type) != (record["url"], record["type"])
        ]

    def _apply_agreed(self, record: dict[str, Any]) -> None:
        self.books[record["brand"]].agreements[record["date"]] = record["at"]

    def _apply_campaign(self, record: dict[str, Any]) -> None:
        campaign = campaigns.from_record(record)
        self.campaigns[campaign.id] = campaign

    def _apply_via(self, record: dict[str, Any]) -> None:
        self.via[record["request_id"]] = {**self.via.get(record["request_id"], {}), **record["set"]}
