"""Every processor that the hub folds people with, over the areas that tests invent."""

from typing import Any, Final

from hub.processors.appeals import AppealsProcessor
from hub.processors.carers import CarersProcessor
from hub.processors.early_help import EarlyHelpProcessor
from hub.processors.joint import JointProcessor
from hub.processors.portability import PortabilityProcessor
from hub.processors.record import RecordProcessor
from hub.processors.referrals import ReferralsProcessor
from tests.processors.people import AREAS

EVERY: Final[list[Any]] = [
    JointProcessor(AREAS),
    RecordProcessor(),
    EarlyHelpProcessor(AREAS),
    PortabilityProcessor(),
    CarersProcessor(AREAS),
    ReferralsProcessor(AREAS),
    AppealsProcessor(AREAS),
]
