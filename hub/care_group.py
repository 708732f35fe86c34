"""Which processors fold people, and with which reference data: a part of the composition root."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from hub.adapters.duty_file import load_duty
from hub.adapters.policy_file import load_policies
from hub.adapters.reference_files import DEMONSTRATION, load_move_policy
from hub.adapters.split_file import load_splits
from hub.domain.areas import Areas
from hub.domain.carer_record import CarerRules
from hub.domain.early_help_case import EarlyHelpRules
from hub.domain.homes import AreaLookup
from hub.domain.policies import Policies
from hub.domain.portability_documents import NoKeys, Seals
from hub.domain.portability_policy import MovePolicy
from hub.domain.splits import Splits
from hub.events.catalogue import PEOPLE_TOPICS
from hub.portable.council_keys import read_keys
from hub.ports.groups import CARE
from hub.processors.appeals import AppealsProcessor
from hub.processors.carers import CarersProcessor
from hub.processors.early_help import EarlyHelpProcessor
from hub.processors.joint import JointProcessor
from hub.processors.portability import PortabilityProcessor
from hub.processors.record import RecordProcessor
from hub.processors.referrals import ReferralsProcessor
from hub.runtime.apply import Group
from hub.settings import Settings

GROUP: Final = CARE
COUNCIL_KEYS: Final = "council_keys.toml"
"""The demonstration's file of public keys."""
_POLICIES: Final = Policies()


def care_group(
    areas: AreaLookup,
    splits: Splits | None = None,
    moves: PortabilityProcessor | None = None,
    policies: Policies = _POLICIES,
) -> Group:
    """The processors that carry duties to people, folded together over the topics of people."""
    joint = JointProcessor(areas, policies.six_weeks, splits, policies.appeals, policies.law, visits=policies.visits)
    moving = moves or PortabilityProcessor(MovePolicy(papers=policies.papers), areas=areas)
    helping = (
        EarlyHelpProcessor(areas, EarlyHelpRules(policies.duty, consent=policies.consent)),
        CarersProcessor(areas, CarerRules(policies.duty, policies.breaks, policies.consent)),
    )
    asking = ReferralsProcessor(areas, policies.notices), AppealsProcessor(areas, policies.appeals)
    every = (joint, RecordProcessor(policies.six_weeks, policies.visits), *helping, moving, *asking)
    return Group(GROUP, every, PEOPLE_TOPICS)


def group_under(settings: Settings, reference: Sequence[Path], areas: Areas) -> Group:
    """The processors under what the reference data say of shares, times, moves and duty.  Raises `Rejected`."""
    policies = policies_under(reference)
    moves = _portability(settings, load_move_policy(reference)._replace(papers=policies.papers), areas)
    return care_group(areas, load_splits(reference), moves, policies)


def policies_under(reference: Sequence[Path]) -> Policies:
    """What the reference data say of times and of the duty to pass people on.  Raises `Rejected`."""
    return load_policies(reference)._replace(duty=load_duty(reference))


def _portability(settings: Settings, policy: MovePolicy, areas: Areas) -> PortabilityProcessor:
    """Moves between councils under the policy of the reference data, documents checked with the councils' keys."""
    return PortabilityProcessor(policy, council_keys(settings), areas)


def council_keys(settings: Settings) -> Seals:
    """The councils' public keys, by which documents are verified; a desk without a file knows the invented councils.

    Raises `Unavailable` or `Rejected`.
    """
    if settings.council_keys_file is not None:
        return read_keys(settings.council_keys_file)
    return NoKeys() if settings.mode == "live" else read_keys(DEMONSTRATION / COUNCIL_KEYS)
