"""What waits for somebody to act, and what is to be looked at, in the words that people use at work."""

from collections.abc import Mapping
from typing import Final

STEPS: Final[Mapping[str, str]] = {
    "start_support": "Arrange support",
    "review": "Review the support",
    "support": "Support runs",
    "stay": "Stay in hospital",
    "discharge": "Discharge from hospital",
    "visit": "Make up the missed visit",
    "find_council": "Find the council",
    "confirm_council": "Confirm the council",
    "arrange_with_person": "Arrange support with the person",
    "whereabouts_hidden": "Where the person lives is kept hidden",
    "confirm_death": "Confirm the death",
    "check_death": "Find out whether the person lives",
    "name_coordinator": "Name a coordinator",
    "tell_carer": "Tell the carer of the missed visit",
    "record_outcome": "Record how the six weeks ended",
    "determine_funding": "Decide who pays from now on",
    "pay_back": "Pay back what was charged",
    "look_at_charge": "Look at what was charged",
    "decide_chc": "Decide about continuing healthcare",
    "safeguard": "Look into the safety concern",
    "acknowledge_appeal": "Confirm the appeal to the person",
    "decide_appeal": "Decide the appeal",
    "find_second_council": "Find out where the person moves to",
    "confirm_move": "Confirm the move",
    "ask_for_papers": "Ask for the papers of the move",
    "send_papers": "Send the papers of the move",
    "assess_move": "Assess for the move",
    "complete_move": "Put the new council's plan in place",
    "answer_notice": "Answer the notice",
    "documents_not_received": "The papers of the move have not come",
    "no_funded_plan": "The new council funds no plan yet",
}
