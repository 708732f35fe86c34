"""The composition root: from settings to working parts, in one place.

`opened` starts what the settings name (the embedded database when no other is given), migrates it, and gives the
parts; leaving it stops everything in the opposite order.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from hub.adapters.apart_databases import all_apart
from hub.adapters.clocks import SystemClock
from hub.adapters.embedded_postgres import EmbeddedPostgres
from hub.adapters.fold_mark import fold_mark
from hub.adapters.kept_ids import same_ids
from hub.adapters.log_placement import Placement
from hub.adapters.migrations import migrate
from hub.adapters.postgres_access import PostgresAccess
from hub.adapters.postgres_ages import PostgresAges
from hub.adapters.postgres_feeds import PostgresFeeds
from hub.adapters.postgres_figures import PostgresFigures
from hub.adapters.postgres_identities import PostgresIdentities
from hub.adapters.postgres_keys import PostgresKeys
from hub.adapters.postgres_lanes import PostgresLanes
from hub.adapters.postgres_log import PostgresLog
from hub.adapters.postgres_looks import PostgresLooks
from hub.adapters.postgres_pool import Database
from hub.adapters.postgres_quarantine import PostgresQuarantine
from hub.adapters.postgres_shadows import PostgresShadows
from hub.adapters.postgres_store import PostgresStore
from hub.adapters.reference_files import folders, load_areas, own_folders
from hub.adapters.spread_ages import SpreadAges
from hub.adapters.spread_quarantine import SpreadQuarantine
from hub.adapters.spread_shadows import SpreadShadows
from hub.adapters.spread_store import SpreadStore
from hub.care_group import GROUP, group_under, policies_under
from hub.codec.events import EventCodec
from hub.domain.areas import Areas
from hub.domain.lawful_bases import LawfulBases
from hub.errors import HubError, Unavailable
from hub.events.catalogue import DISCHARGE
from hub.observe.counting import Counting
from hub.observe.metrics import Metrics
from hub.people.index import PersonIndex
from hub.people.master_key import MasterKey, load, load_or_make
from hub.people.vault import Vault
from hub.ports.ages import Ages
from hub.ports.books import AccessBook, FeedBook, Quarantine
from hub.ports.clock import Clock
from hub.ports.figures import Figures
from hub.ports.lane_book import LaneBook
from hub.ports.log import Log, Partition
from hub.ports.looks import Looks
from hub.ports.missing import Missing
from hub.ports.shadows import Shadows
from hub.ports.store import Store
from hub.runtime.apply import Group
from hub.runtime.changes import Changes
from hub.runtime.figures import DASHBOARDS
from hub.runtime.forgetting import Forgetting
from hub.runtime.intake import HubIntake, IntakeParts
from hub.runtime.reading import ReadingParts
from hub.runtime.reading_lists import HubReader
from hub.schema_ids import codec_of
from hub.settings import Settings


class Core(NamedTuple):
    """The parts of one process."""

    settings: Settings
    clock: Clock
    codec: EventCodec
    log: Log
    store: Store
    quarantine: Quarantine
    feeds: FeedBook
    access_book: AccessBook
    lanes: LaneBook
    people: PersonIndex
    vault: Vault
    areas: Areas
    bases: LawfulBases
    """On what people may be passed on for early help, by date."""
    group: Group
    intake: HubIntake
    reading: HubReader
    forgetting: Forgetting
    counting: Counting
    changes: Changes
    shadows: Shadows
    ages: Ages
    figures: Figures
    figures_counting: Counting
    looks: Looks
    looks_key: bytes
    """Under which a reader is known in `looks`."""


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Core]:
    """Open the parts; raises `Unavailable` with words that say what to do when one of them is away."""
    async with AsyncExitStack() as stack:
        servers = [await _server(each, stack) for each in _named(_database_urls(settings, stack))]
        if len(servers) > 1:
            await all_apart(servers)
        clock = SystemClock()
        codec = await codec_of(settings)
        if settings.schema_registry is not None:
            await same_ids(servers, codec)
        log = await _open_log(settings, servers[0], clock)
        stack.push_async_callback(log.close)
        yield _core(settings, clock, servers, log, codec)


def _database_urls(settings: Settings, stack: AsyncExitStack) -> list[str]:
    if settings.database_url is not None:
        return [url.get_secret_value() for url in (settings.database_url, *settings.more_database_urls)]
    server = EmbeddedPostgres(settings.data / "postgres")
    dsn = server.start()
    stack.callback(server.stop)
    return [dsn]


def _named(dsns: Sequence[str]) -> list[tuple[str, str]]:
    """Give each address with the setting that names it, for who has to start it; no words where it is the only one."""
    if len(dsns) == 1:
        return [(dsns[0], "")]
    more = [(dsn, f"entry {number} of HUB_MORE_DATABASE_URLS: ") for number, dsn in enumerate(dsns[1:], 1)]
    return [(dsns[0], "HUB_DATABASE_URL: "), *more]


async def _server(named: tuple[str, str], stack: AsyncExitStack) -> Database:
    dsn, which = named
    try:
        migrate(dsn)
        database = await Database.open(dsn)
    except Unavailable as away:
        raise Unavailable(f"{which}{away}") from None
    stack.push_async_callback(database.close)
    return database


def _spread(servers: Sequence[Database], lanes: int) -> tuple[Store, Quarantine, Shadows]:
    """Give state, quarantine and second folds, over one server or several."""
    among = [(number, len(servers)) for number in range(len(servers))]
    stores = [PostgresStore(server, lanes, place) for server, place in zip(servers, among, strict=True)]
    books = [PostgresQuarantine(server) for server in servers]
    shadows = [PostgresShadows(server) for server in servers]
    if len(servers) == 1:
        return stores[0], books[0], shadows[0]
    return SpreadStore(stores, lanes), SpreadQuarantine(books), SpreadShadows(shadows, lanes)


async def _open_log(settings: Settings, database: Database, clock: Clock) -> Log:
    if settings.kafka is None:
        log = await PostgresLog.open(database.pool, clock, Placement(lanes=settings.lanes))
        log.hold(settings.share())
        return log
    # aiokafka takes a while to load, which a desk without a broker does not need.
    from hub.adapters.kafka_log import KafkaLog  # noqa: PLC0415 - as above
    from hub.kafka_choice import kafka_settings  # noqa: PLC0415 - as above

    return KafkaLog(kafka_settings(settings), clock, Placement(lanes=settings.lanes))


def _core(settings: Settings, clock: Clock, servers: Sequence[Database], log: Log, codec: EventCodec) -> Core:
    database, master = servers[0], master_key(settings)
    beside = settings.kafka is None
    vault = Vault(PostgresKeys(database, log_beside=beside), master)
    book = PostgresIdentities(database, log_beside=beside)
    index = PersonIndex(book, master.derive("person index"), live=settings.mode == "live")
    read = reference(settings)
    areas, bases = load_areas(read), policies_under(read).bases
    group = group_under(settings, read, areas)
    store, quarantine, shadows = _spread(servers, settings.lanes)
    feeds, access_book, lanes = PostgresFeeds(database), PostgresAccess(database), PostgresLanes(database)
    metrics, changes = Metrics(clock.now), Changes()
    counting = Counting(metrics, GROUP)
    reading = HubReader(ReadingParts(store, codec, group, index, vault, clock, changes), access_book)
    intake = HubIntake(
        IntakeParts(log, codec, index, vault, feeds, quarantine, clock, counting, reading.told, bases.consent)
    )
    forgetting = Forgetting(log, codec, index, vault, store, clock, quarantine)
    return Core(
        settings, clock, codec, log, store, quarantine, feeds, access_book, lanes, index, vault, areas, bases,
        group, intake, reading, forgetting, counting, changes, shadows,
        SpreadAges([PostgresAges(server) for server in servers]),
        PostgresFigures(database, DASHBOARDS), Counting(metrics, DASHBOARDS), PostgresLooks(database),
        master.derive("readers of pages"),
    )  # fmt: skip


async def ready(core: Core) -> dict[str, str]:
    """Say `ok` or what is wrong, for each part that reading needs; `ok, but` what can be done without."""
    missing, states = Missing(), {}
    for name, look in (
        ("store", lambda: core.store.positions(core.group.name, missing)),
        ("log", lambda: core.log.end(Partition(DISCHARGE, 0))),
    ):
        try:
            await look()
        except HubError as fault:
            states[name] = str(fault)
        else:
            states[name] = "ok"
    if missing.told and states["store"] == "ok":
        states["store"] = _without(missing)
    return states


def _without(missing: Missing) -> str:
    """Say which servers are away: without the first, which has the keys and the access log, nobody is answered."""
    few = f"{len(missing.servers)} of {missing.of} database servers away"
    return few if 0 in missing.servers else f"ok, but {few}"


def rules_mark(settings: Settings) -> str:
    """Name the rules and the reference data that this hub folds by."""
    return fold_mark(reference(settings))


def reference(settings: Settings) -> tuple[Path, ...]:
    """The folders of reference data; the operator's is where `hub reference load` put it."""
    return folders(live=settings.mode == "live", own=own_folders(settings.reference, settings.data))


def master_key(settings: Settings) -> MasterKey:
    """The key that wraps every person's data keys; the desk makes one when there is none.  Raises `Unavailable`."""
    if settings.master_key_file is not None:
        try:
            return load(settings.master_key_file)
        except OSError as away:
            raise Unavailable(f"the file of HUB_MASTER_KEY_FILE cannot be read: {away.strerror}") from away
    folder = settings.data / "keys"
    folder.mkdir(parents=True, exist_ok=True)
    return load_or_make(folder)
