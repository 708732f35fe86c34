"""Questions to a broker that aiokafka's own administration does not ask: who may do what, and one setting at a time.

The shapes are Kafka's protocol: DescribeAcls, CreateAcls and DeleteAcls version 1, IncrementalAlterConfigs version 0.
"""

# aiokafka has no types, so its classes are untyped.
# mypy: disallow-subclassing-any=False, disallow-any-generics=False

from collections.abc import Mapping, Sequence
from typing import Final

from aiokafka.protocol.admin import CreateAclsRequest_v1, DeleteAclsRequest_v1, DescribeAclsRequest_v1
from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.types import Array, Boolean, Int8, Int16, Int32, Schema, String

TOPIC: Final = 2
_SET: Final = 0
_ANY: Final = 1

Row = tuple[int, str, int, str, str, int, int]
"""Resource type, name and pattern; principal and host; operation and permission."""


class DescribeAcls(Request[DescribeAclsRequest_v1]):
    """Every right that the broker knows of one type of resource."""

    API_KEY = DescribeAclsRequest_v1.API_KEY

    def __init__(self, resource_type: int) -> None:
        self._resource_type = resource_type

    def build(self, request_struct_class: type[DescribeAclsRequest_v1]) -> DescribeAclsRequest_v1:
        """Make the request; what is not said is any."""
        return request_struct_class(self._resource_type, None, _ANY, None, None, _ANY, _ANY)


class CreateAcls(Request[CreateAclsRequest_v1]):
    """Give rights; one that is there already stays."""

    API_KEY = CreateAclsRequest_v1.API_KEY

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = list(rows)

    def build(self, request_struct_class: type[CreateAclsRequest_v1]) -> CreateAclsRequest_v1:
        """Make the request."""
        return request_struct_class(self._rows)


class DeleteAcls(Request[DeleteAclsRequest_v1]):
    """Take rights back."""

    API_KEY = DeleteAclsRequest_v1.API_KEY

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = list(rows)

    def build(self, request_struct_class: type[DeleteAclsRequest_v1]) -> DeleteAclsRequest_v1:
        """Make the request."""
        return request_struct_class(self._rows)


class _SettingsChanged(Response):
    API_KEY = 44
    API_VERSION = 0
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        (
            "resources",
            Array(
                ("error_code", Int16),
                ("error_message", String("utf-8")),
                ("resource_type", Int8),
                ("resource_name", String("utf-8")),
            ),
        ),
    )


class _ChangeSettings(RequestStruct):
    API_KEY = 44
    API_VERSION = 0
    RESPONSE_TYPE = _SettingsChanged
    SCHEMA = Schema(
        (
            "resources",
            Array(
                ("resource_type", Int8),
                ("resource_name", String("utf-8")),
                (
                    "configs",
                    Array(
                        ("name", String("utf-8")),
                        ("config_operation", Int8),
                        ("value", String("utf-8")),
                    ),
                ),
            ),
        ),
        ("validate_only", Boolean),
    )


class ChangeSettings(Request[_ChangeSettings]):
    """Set some settings of topics and leave their others as they are."""

    API_KEY = _ChangeSettings.API_KEY

    def __init__(self, topics: Mapping[str, Mapping[str, str]]) -> None:
        self._topics = topics

    def build(self, request_struct_class: type[_ChangeSettings]) -> _ChangeSettings:
        """Make the request."""
        rows = [
            (TOPIC, name, [(key, _SET, value) for key, value in settings.items()])
            for name, settings in self._topics.items()
        ]
        return request_struct_class(rows, False)
