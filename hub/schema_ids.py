"""From the hub's settings to the schema ids that stand on the wire: those that are shipped, or a service's."""

from hub.codec.events import EventCodec
from hub.codec.registry import Registry
from hub.settings import Settings


async def codec_of(settings: Settings) -> EventCodec:
    """Give what reads and writes events, and reads those of a newer release when the settings name its schemas.

    Raises `Unavailable` when a service is configured and does not answer, `Defect` when it refuses a schema.
    """
    shipped = Registry.load()
    newer = None if settings.newer_schemas is None else Registry.load(settings.newer_schemas)
    if settings.schema_registry is None:
        return EventCodec(shipped, newer=newer)
    # What asks the service takes a while to load, which a hub without one does not need.
    from hub.adapters.registry_service import registered  # noqa: PLC0415 - as above

    service = settings.schema_registry.get_secret_value()
    return EventCodec(
        await registered(service, shipped), newer=None if newer is None else await registered(service, newer)
    )
