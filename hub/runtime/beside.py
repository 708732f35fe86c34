"""What other processors say beside the joint state, under keys of their own: the joint hash does not cover them."""

from collections.abc import Callable
from typing import Any, Final

from hub.runtime.folding import AnyProcessor
from hub.runtime.stories import Story

BESIDE: Final = {
    "moves": "portability",
    "referrals": "referrals",
    "notice_steps": "referrals",
    "appeals": "appeals",
}
"""The key of the answer, and the processor that says it; the processor's own view has it under the same key."""


OF_HELP: Final = {"cases": "early_help", "carer": "carers"}
"""What is read for the purpose of an offer of help alone, and so stands beside nothing else: by the same rule."""


def beside(processor_for: Callable[[str, Story], AnyProcessor], story: Story) -> dict[str, Any]:
    """Give what is shown beside the joint state of a story, by every processor of them that folds here."""
    told = story.person.states
    return {
        key: processor_for(name, story).view(told[name], story.on)[key] for key, name in BESIDE.items() if name in told
    }
