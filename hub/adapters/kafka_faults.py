"""What a failure of Kafka means to the hub, decided in one place.

Waiting cures whatever the broker or its keepers can put right; what only we could have caused is a defect.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from aiokafka import errors

from hub.errors import Defect, Unavailable
from hub.ports.log import CUT

_OURS = (
    errors.CorruptRecordException,
    errors.IllegalArgumentError,
    errors.IllegalOperation,
    errors.IllegalStateError,
    errors.IncompatibleBrokerVersion,
    errors.InvalidGroupIdError,
    errors.InvalidRequestError,
    errors.InvalidTimestampError,
    errors.InvalidTopicError,
    errors.UnsupportedCodecError,
    errors.UnsupportedVersionError,
)

_TOO_LARGE = (errors.MessageSizeTooLargeError, errors.RecordListTooLargeError, errors.RecordTooLargeError)

_NOT_PERMITTED = (
    errors.AuthenticationFailedError,
    errors.AuthenticationMethodNotSupported,
    errors.ClusterAuthorizationFailedError,
    errors.GroupAuthorizationFailedError,
    errors.SaslAuthenticationFailed,
    errors.TopicAuthorizationFailedError,
)


class NotPermitted(Unavailable):
    """The broker answers, and our name may not do this: it waits for somebody who gives the right."""


@contextmanager
def answering(doing: str) -> Iterator[None]:
    """Turn Kafka's failures inside the block into `Unavailable` or `Defect`; `doing` says what was tried."""
    try:
        yield
    except errors.OffsetOutOfRangeError:
        raise Defect(f"kafka: {doing}: the topic no longer holds the position after ours; {CUT}") from None
    except _TOO_LARGE:
        raise Defect(f"kafka: {doing}: the topic takes smaller records than declared; apply the topics file") from None
    except _OURS as error:
        raise Defect(f"kafka: {doing}: refused ({type(error).__name__})") from None
    except errors.UnknownTopicOrPartitionError:
        raise Unavailable(f"kafka: {doing}: {missing('a topic')}") from None
    except _NOT_PERMITTED as error:
        raise NotPermitted(f"kafka: {doing}: the broker does not permit it ({type(error).__name__})") from None
    except errors.KafkaConnectionError:
        # aiokafka says the same of a wrong address, an unknown certificate and a wrong password.
        raise Unavailable(
            f"kafka: {doing}: the broker does not answer or does not let us in; look at its address, and at our "
            "certificates, name and password"
        ) from None
    except (errors.KafkaError, TimeoutError, OSError) as error:
        raise Unavailable(f"kafka: {doing}: the broker does not answer ({type(error).__name__})") from None


def missing(topics: str) -> str:
    """Say what to do about topics that are not there."""
    return f"{topics} is missing on the broker, or we may not see it: apply the topics file; the hub never makes topics"
