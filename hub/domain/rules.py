"""Every rule that decides a value, with one sentence and its public source, so that a page can say why."""

import enum
from functools import cached_property
from typing import Self

_HL7 = "HL7 v2 chapter 3 and ITK HL7 v2 Message Specifications v1.0.15"
_DICTIONARY = "NHS Data Model and Dictionary"
_GUIDANCE = "Hospital discharge and community support guidance (DHSC)"
_SIX_WEEKS = "Joint six weeks after discharge: proposal for a National Care Service, 6.5"
_CHARGING = "Care and Support (Charging and Assessment of Resources) Regulations 2014, SI 2014/2672 regulation 3"
_HUB = "Rule of this product"
_SITREP = "Acute Discharge Situation Report (NHS England), specification of 27 May 2024"
_READY_DATE = "Discharge Ready Date (NHS England)"
_CHC = "National Framework for NHS Continuing Healthcare and NHS-funded Nursing Care (2022)"
_TEAM = "Joint team and named coordinator: proposal for a National Care Service, 7.4 and 7.6"
_ASSESSED = "Care Act 2014 sections 9, 10 and 11"
_ELIGIBILITY = "Care Act 2014 section 13; Eligibility Criteria Regulations 2015, SI 2015/313"
_MOVING = "Care Act 2014 sections 37 and 38; Continuity of Care Regulations 2014, SI 2014/2825"
_PORTABLE = "Portable assessment: proposal for a National Care Service, 6.3"
_RESIDENCE = "Care Act 2014 section 39; Ordinary Residence Regulations 2014, SI 2014/2828"
_REFERRAL = "PRSB Hospital referral for assessment for community care and support v1.1"
_NOTICES = "Information standard SCCI2075 (assessment, discharge and withdrawal notices)"
_APPEALS = "Appeals: proposal for a National Care Service, 4.3"


@enum.unique
class Rule(enum.IntEnum):
    """A rule: its number is kept in states and never reused; `words` and `source` are for people."""

    words: str
    source: str

    def __new__(cls, number: int, words: str, source: str) -> Self:
        """Make a member from its number, its sentence and where it comes from."""
        member = int.__new__(cls, number)
        member._value_ = number
        member.words = words
        member.source = source
        return member

    @cached_property
    def label(self) -> str:
        """The stable snake-case name by which reasons are given."""
        return self.name.lower()

    @classmethod
    def of(cls, label: str) -> "Rule":
        """Return the rule of a label; raises `KeyError` for one that does not exist."""
        return cls[label.upper()]

    ADMITTING_EVENT = 1, "The time of admission comes only from the event that admits.", _HL7
    TURNED_INPATIENT = 2, "The stay begins when an attender becomes an inpatient.", _HL7
    ADMISSION_CANCELLED = 3, "A cancelled admission makes the stay void until somebody is admitted again.", _HL7
    ADMISSION_PLACE = 4, "The place is where the person was admitted to.", _HL7
    TRANSFER_PLACE = 5, "The place is where the last transfer that was not cancelled went.", _HL7
    STATED_CLASS = 6, "The patient class is the last one stated.", _DICTIONARY
    STATED_SPECIALTY = 7, "The specialty is the last one stated.", _DICTIONARY
    STATED_EXPECTATION = 8, "The expected discharge is the last one stated.", _HL7
    PENDING_DISCHARGE = 9, "A pending discharge gives the expected discharge.", _HL7
    STATED_READY = 10, "Ready to leave since the date the hospital gives.", "Discharge ready date (NHS England)"
    NO_CRITERIA_TO_RESIDE = (
        11,
        "Ready to leave since the first assessment of the current period without criteria to reside.",
        "Discharge ready date (NHS England)",
    )
    NOT_READY = 12, "Criteria to reside are met again, so the earlier ready date is void.", _GUIDANCE
    ON_LEAVE = 13, "Leave of absence is no discharge.", _HL7
    DISCHARGED = 14, "The stay ended with the discharge that was not cancelled.", _HL7
    DISCHARGE_CORRECTED = 15, "An update after the discharge corrects its facts.", _HL7
    DISCHARGE_CANCELLED = 16, "A cancelled discharge reopens the stay and voids the episode it opened.", _HL7
    DISCHARGED_AGAIN = 17, "Of two discharges of one stay the one written last decides, and the clock follows it.", _HL7
    PATHWAY_DECIDED = 18, "The pathway is the one that the care transfer hub decided.", _GUIDANCE
    PATHWAY_IN_DISCHARGE = 19, "No decision is known, so the pathway is the one in the discharge.", _GUIDANCE
    DELAY_STATED = 20, "Why somebody who is ready has not left, as the hospital states it.", "Acute discharge SitRep"
    DAY_ONE = 21, "Day 1 is the day of discharge; the last covered day follows from the window's length.", _SIX_WEEKS
    HOME_ON_DISCHARGE_DAY = 22, "The council is that of the home in force on the day of discharge.", _SIX_WEEKS
    HOME_LEARNT_LATER = 23, "No home was known on that day, so the first one learnt later decides.", _HUB
    ICS_OF_GP_PRACTICE = 24, "The integrated care system is that of the GP practice on the day.", _HUB
    ICS_OF_HOME_AREA = 25, "No usable GP practice: the integrated care system is that of the home area.", _HUB
    ICS_OF_COUNCIL = 26, "No usable practice or home area: the integrated care system is the council's.", _HUB
    READMITTED = 27, "An inpatient admission inside the window suspends the episode.", _SIX_WEEKS
    NEW_EPISODE = 28, "A later discharge opens a new episode and ends the one before.", _SIX_WEEKS
    DEATH_CONFIRMED = 29, "A confirmed death ends the episode.", _SIX_WEEKS
    DEATH_SUSPECTED = 30, "A death is suspected until a death indicator or method 4 confirms it.", _DICTIONARY
    WINDOW_CLOSED = 31, "The last covered day has passed.", _SIX_WEEKS
    TRANSFER_BETWEEN_HOSPITALS = 32, "A move to another hospital is not a discharge: no clock starts.", _SIX_WEEKS
    DISCHARGE_PLACE = 34, "A discharge says which ward the person left from.", _HL7
    SPELL_MERGED = 33, "Two numbers turned out to be one stay.", _HL7
    ORIGIN_STATED = 40, "The line is resumed or new as its sender says.", _CHARGING
    RAN_ON_ADMISSION = 41, "What ran on the day of admission is resumed.", _SIX_WEEKS
    NOT_RUNNING_BEFORE = 42, "What did not run on the day of admission is new.", _SIX_WEEKS
    MORE_THAN_BEFORE = 43, "More hours than before: the extra part is an increase.", _SIX_WEEKS
    LINE_STATED = 44, "The line is as its sender says.", "DAPB4102 Minimum Operational Data Standard"
    COUNCIL_PAYS = 45, "Support that was in place before admission stays with the council.", _SIX_WEEKS
    NEW_IN_EARLIER_WEEKS = (
        266,
        "New or more in six weeks that were not over when the person went into hospital again: so until they are.",
        _SIX_WEEKS,
    )
    JOINT_PAYS = 46, "New support inside the window is a joint duty and free.", _SIX_WEEKS
    VISIT_MISSED = 47, "A planned visit did not take place and none has taken place since.", _HUB
    NO_COUNCIL = 48, "No council is known for the person's home.", _HUB
    REVIEW_DONE = 49, "An assessment or review was completed.", "Care Act 2014 sections 9 and 27"
    DEATH_TAKEN_BACK = 52, "Who stated the death has since stated that the person lives, or left alive.", _HL7
    WHEREABOUTS_HIDDEN = 53, "A sender hides where the person lives, so nothing that says it is shown.", _HL7
    ATTENDING_EVENT = 54, "The person came as another class than inpatient, and no inpatient admission came yet.", _HL7
    CLASS_ON_LEAVING = (
        55,
        "The discharge or an update after it says that an inpatient stay was none: no six weeks.",
        _DICTIONARY,
    )
    CLASS_AFTER_LEAVING = (
        56,
        "After the discharge a message calls the inpatient's stay something else; it stands until it is cancelled.",
        _DICTIONARY,
    )
    CLASS_LEFT_OVER = (
        57,
        "The discharge carries a class that nobody in a bed has; it ends the stay as what it was.",
        _DICTIONARY,
    )
    CLASS_UNKNOWN = (
        58,
        "Nobody says what class a stay during the six weeks is; it neither ends nor opens any, and has to be asked.",
        _HUB,
    )
    FIRST_HEARD = 59, "No admission was seen, so the stay counts from the first message about it.", _HUB
    STEP_CONFIRM_DEATH = 60, "A suspected death is confirmed before anybody is contacted.", _HUB
    STEP_DISCHARGE = 61, "Ready and not discharged: the hospital holds the next step.", _GUIDANCE
    STEP_STAY = 62, "In hospital and not ready: the hospital holds the next step.", _GUIDANCE
    STEP_RECEIVE = 63, "Moved to another hospital: the receiving hospital holds the next step.", _GUIDANCE
    STEP_FIND_COUNCIL = 64, "Discharged and no council known: the integrated care system finds it.", _HUB
    STEP_VISIT = 65, "A visit was missed: the provider holds the next step.", _HUB
    STEP_START_SUPPORT = (
        66,
        "Discharged and no support runs: the council and transfer hub arrange it.",
        _GUIDANCE,
    )
    STEP_REVIEW = 67, "The day of the review has come without one: the council holds the next step.", _SIX_WEEKS
    STEP_SUPPORT = 68, "Support runs: the provider holds the next step.", _SIX_WEEKS
    STEP_NONE = 69, "Nothing is waiting.", _HUB
    STEP_ARRANGE_WITH_PERSON = 72, "Where the person lives is hidden: the hospital arranges support with them.", _HUB
    ADMITTED_TWICE = 80, "A second admission of an open stay was taken as an update.", _HL7
    SPELLS_OVERLAP = 81, "The person was admitted while another stay was open.", _HUB
    DISCHARGED_BEFORE_ADMISSION = 82, "The discharge lies before the admission.", _HUB
    NO_ADMISSION_SEEN = 83, "The stay ended and its admission was never seen.", _HUB
    CANCEL_WITHOUT_TARGET = 84, "A cancel has not met what it cancels yet.", _HL7
    ENDED_WHILE_VOID = 85, "A discharge belongs to a stay whose admission was cancelled.", _HUB
    DISCHARGE_TIME_ERASED = 86, "An update emptied the discharge time; only a cancel undoes a discharge.", _HL7
    ACTIVE_AFTER_DEATH = 87, "Something happened after a confirmed death.", _HUB
    NOT_RECEIVED = (
        127,
        "The person left for another hospital a week ago or longer, and no hospital has told of receiving them.",
        _HUB,
    )
    UNKNOWN_LINE = 88, "A line was changed, ended or visited before it was seen to start.", _HUB
    LINE_ENDED_BEFORE_START = 89, "The line ended before it started.", _HUB
    LINE_CHANGED_AT_REST = 128, "A line was changed from a day on which it does not run; only a start begins it.", _HUB
    LINE_TOLD_AGAIN = 129, "Of two starts or ends of one run of a line the one written last decides.", _HUB
    LINE_TOLD_AT_ONCE = (
        130,
        "Two words of a line were written at one time and contradict each other; which one stands has no reason.",
        _HUB,
    )
    CANCEL_REPEATED = 94, "A cancel was sent again: what it names had been taken back before.", _HL7
    REPORTED_ELSEWHERE = 95, "The last update reports another ward; an update moves nobody.", _HL7
    MOVED_AFTER_LEAVING = 97, "A move is dated after the discharge; the ward is still where the person left from.", _HUB
    DISCHARGED_AHEAD = (
        98,
        "The discharge is dated after the day it was written; it does not count before its day.",
        _HUB,
    )
    LIVES_AND_DIED = 96, "The hospital says that the person lives while its discharge says that they died.", _HUB
    COUNCIL_OF_SECTOR = 122, "The council holds nearly all of the postcode sector.", _HUB
    COUNCIL_OF_POSTCODE = 123, "A full postcode directory names the council of the postcode.", _HUB
    COUNCIL_UNSURE = (
        124,
        "The postcode sector straddles councils, and no more than its largest share speaks for this one: confirm it.",
        _HUB,
    )
    STEP_CONFIRM_COUNCIL = (
        125,
        "Discharged, and the postcode leaves open which council: the integrated care system confirms it.",
        _HUB,
    )
    HOME_OF_THE_DAY = 121, "The home in force on the day decides: a move takes the days that remain along.", _SIX_WEEKS
    COUNCIL_OF_MOVE = (
        446,
        "After a move between councils the one that has the duty answers for the days that remain.",
        "Care Act 2014 section 38",
    )
    FORGOTTEN = 126, "The person's keys were destroyed, so nothing of them is shown.", "UK GDPR article 17"
    REFERRAL_RECEIVED = 100, "DWP passed the person on.", "Layout of the referral file"
    BASIS_HELD = 101, "A lawful basis came with the referral.", "UK GDPR article 6; Care Act 2014 section 2"
    ROUTED_TO_COUNCIL = 102, "The case goes to the council of the person's home.", "Care Act 2014 section 39"
    REFERRAL_AMENDED = 103, "A correction replaces what was passed on.", "Layout of the referral file"
    REFERRAL_WITHDRAWN = 104, "DWP took the referral back.", "Layout of the referral file"
    REFERRED_PERSON_DIED = 105, "The person died.", "Layout of the referral file"
    UNKNOWN_REFERRAL = 106, "A correction or withdrawal names a referral that has not arrived yet.", _HUB
    STATED_BY_PARTNER = 110, "It is what a partner said, as the partner said it.", "PRSB Provenance v1.2"
    NOT_STATED = 111, "No message that still holds says this.", _HUB
    UNKNOWN_ORIGIN = (
        138,
        "The origin of a line is no word of the list; it is kept as it was sent, and the line's own days decide.",
        _HUB,
    )
    UNKNOWN_SERVICE = (
        139,
        "The service of a line is on no list; it is kept as it was sent, and is compared with none but itself.",
        _HUB,
    )
    READY_VOIDED = (
        200,
        "Readiness was taken back, so these days count in the situation report and not in the discharge ready date.",
        _READY_DATE,
    )
    STILL_IN_HOSPITAL = (
        201,
        "Still in hospital: the situation report counts each day, the discharge ready date only on leaving.",
        _READY_DATE,
    )
    MET_ON_LEAVING = 202, "On leaving the criteria to reside were met again, so there is no ready date.", _READY_DATE
    DELAY_ENDED_BY_DEATH = 203, "The stay ended by death, which the discharge ready date leaves out.", _READY_DATE
    DELAY_ENDED_BY_TRANSFER = (
        204,
        "The person moved to another hospital, which the discharge ready date leaves out.",
        _READY_DATE,
    )
    STAY_WITHOUT_NIGHT = 205, "A stay without a night is left out of the discharge ready date.", _READY_DATE
    NATIONAL_DELAY_CODE = (
        206,
        "Of the reasons that hold the one that fits the pathway, then the last link of the chain, then the newest.",
        _HUB,
    )
    DELAY_ENDED = 207, "The organisation that gave the reason for delay ended it.", _HUB
    DELAY_EXPECTED_UNTIL = 208, "The day until which the reason for delay was expected to hold has passed.", _HUB
    NATIONAL_DELAY_GUESSED = (
        209,
        "An older reason stands for several of today's list; the likeliest is suggested, and is a guess.",
        _HUB,
    )
    CRITERIA_ASSESSED = 210, "The criteria to reside are those of the last assessment.", _GUIDANCE
    UNKNOWN_DELAY_REASON = 211, "A reason for delay is on no national list; it is kept as it was sent.", _SITREP
    RETIRED_DELAY_REASON = 212, "A reason for delay was given after its national list had ended.", _SITREP
    DELAY_REASON_TOO_EARLY = 213, "A reason for delay was given before its national list began.", _SITREP
    UNKNOWN_DELAY_ENDED = 214, "A reason for delay was ended that its organisation had not given, or no longer.", _HUB
    DELAY_UNTIL_BEFORE_SAID = 215, "A reason for delay is expected to end before it was given.", _HUB
    DELAY_AFTER_LEAVING = 216, "A reason for delay is dated after the person left; it holds on no day.", _HUB
    READY_BEFORE_VOIDED = (
        217,
        "Ready since a day before the person was last said not to be: that date is void, and days count from then.",
        _READY_DATE,
    )
    READY_AFTER_LEAVING = 218, "Readiness is dated after the person left, so it counts on no day.", _HUB
    VOIDED_AFTER_LEAVING = 219, "Readiness was taken back after the person had left, so the ready date stands.", _HUB
    DELAY_BEFORE_ADMISSION = 596, "A reason for delay is dated before the admission; nobody waited then.", _HUB
    PATHWAY_BEFORE_ADMISSION = 597, "The pathway is dated before the admission that it is of.", _HUB
    UNKNOWN_PATHWAY = 220, "The pathway is none of P0 to P3; it is kept as it was sent.", _GUIDANCE
    UNKNOWN_DESTINATION = 221, "The destination is none of the eight national ones; it is kept as it was sent.", _SITREP
    DESTINATION_OF_ANOTHER_PATHWAY = 222, "The destination belongs to another pathway than the decision names.", _SITREP
    UNKNOWN_CRITERION = 223, "A criterion to reside is none of annex D; it is kept as it was sent.", _GUIDANCE
    CRITERIA_CONTRADICTED = 224, "The assessment says that no criterion to reside is met, and names some.", _GUIDANCE
    READY_BEFORE_ADMISSION = 225, "Readiness is dated before the admission; days count from the admission.", _READY_DATE
    STATED_NOT_READY = 226, "Not ready to leave, so no ready date that lies before this counts.", _READY_DATE
    CHC_PAYS = 230, "NHS Continuing Healthcare: from this day on the integrated care board pays all.", _CHC
    FUNDING_DETERMINED = 231, "People decided who pays from this day on.", "Care Act 2014 sections 14 and 17"
    ASSESSMENT_OVERDUE = (
        232,
        "The six weeks are over and nobody has decided who pays: the council goes on, and the person is not charged.",
        _SIX_WEEKS,
    )
    CHARGE_IN_FREE_PERIOD = 233, "A charge falls on days that the law keeps free: pay it back.", _CHARGING
    EQUIPMENT_CHARGED = 234, "Aids and minor adaptations are never charged: pay it back.", _CHARGING
    CHARGE_STATED = 235, "The charge is as the council or provider recorded it.", _HUB
    CHARGE_REVERSED = 236, "The charge was taken back.", _HUB
    UNKNOWN_EQUIPMENT = (
        289,
        "Equipment is of no known kind: up to the price of minor adaptations it is free, above it a person looks.",
        _CHARGING,
    )
    EQUIPMENT_STATED = 237, "The equipment is as its supplier recorded it.", _HUB
    FREE_BY_LAW = 238, "Reablement and intermediate care are free for the first six weeks of the programme.", _CHARGING
    READY_TOLD_APART = (
        227,
        "Two organisations say different days since when the person is ready: the hospital's counts, else the earlier.",
        _READY_DATE,
    )
    CHARGE_UNCLEAR = 228, "Charged while support is free; what is free of it cannot be worked out.", _CHARGING
    CHARGE_UNDECIDED = (
        229,
        "Charged after the six weeks while nobody has decided who pays: such days are not charged.",
        _SIX_WEEKS,
    )
    CHARGE_AT_REST = 620, "Charged for days on which its line did not run: whether that is right a person says.", _HUB
    CHARGE_AFTER_DEATH = 621, "Charged for days after the death: whether that is right a person says.", _HUB
    CHARGED_TOGETHER = 622, "Bills for the same days are together above what may be charged for them.", _CHARGING
    CALLED_OFF_IN_VAIN = (
        623,
        "Support was called off that was not to begin on that day, or that a visit shows to have begun.",
        _HUB,
    )
    CHC_STATED = 240, "The case stands as the integrated care board says.", _CHC
    CHC_DECISION_DUE = 241, "The decision is due so many days after a positive checklist: 28 in the framework.", _CHC
    CHC_OVERDUE = 242, "The days to decide after a positive checklist are over and nobody has.", _CHC
    CHC_ENDS_EPISODE = 243, "Full NHS Continuing Healthcare ends the six weeks: the board alone is responsible.", _CHC
    LEFT_ENGLAND = (
        244,
        "The person's home, or the council that they moved to, is outside England, so the six weeks end.",
        _SIX_WEEKS,
    )
    BACK_IN_ENGLAND = (
        245,
        "In England again inside the six weeks, by a home or word of a move: they go on, and the days between count.",
        _HUB,
    )
    CHC_DOES_NOT_FIT = 250, "This does not follow on what is known of the case of continuing healthcare.", _HUB
    CHC_ENDED_BEFORE_START = 251, "The board's funding ended before it began.", _HUB
    CHC_STOPPED_IN_DISPUTE = 252, "Funding was stopped during a dispute; it goes on until the dispute is settled.", _CHC
    CHC_BEGINS_LATER = (
        267,
        "A new decision has the board pay from a later day than the one before: what it paid until then falls back.",
        _HUB,
    )
    CHC_ENDS_EARLIER = (
        269,
        "A decision ends the board's funding from a day before the decision: what it paid since then falls back.",
        _HUB,
    )
    SHARES_NOT_WHOLE = 253, "The shares of a decision on funding do not make a whole, so it decides nothing.", _HUB
    CHARGE_ENDS_BEFORE_START = 254, "The days of a charge end before they begin.", _HUB
    NEGATIVE_MONEY = 255, "An amount, cost or price is less than nothing.", _HUB
    REVERSAL_WITHOUT_CHARGE = 256, "A charge was taken back that has not been told yet.", _HUB
    REVERSAL_UNCLEAR = (
        268,
        "Two organisations gave a charge the number that was taken back: it is held to be the one told last.",
        _HUB,
    )
    CHARGE_OF_UNKNOWN_LINE = 257, "A charge names a line of support that nobody has told of.", _HUB
    HOURS_IMPOSSIBLE = (
        258,
        "A line has less than no hours, or more than 48 a day: two carers at once are the most.",
        _HUB,
    )
    MORE_THAN_A_DAY = (
        259,
        "All lines together have more than 24 hours on a day: two carers at once, or a mistake.",
        _HUB,
    )
    PRICE_UNKNOWN = 260, "Nobody has said the hours or the price, so the amount is not known.", _HUB
    CHARGE_IN_JOINT_WEEKS = (
        261,
        "A charge falls on days of the joint six weeks, which are free: pay it back.",
        _SIX_WEEKS,
    )
    CHARGE_WHILE_BOARD_PAYS = 262, "A charge falls on days on which the NHS pays all: pay it back.", _CHC
    CHARGE_ABOVE_DECISION = (
        265,
        "A charge is more than the share of the person that was decided: pay back what is above it.",
        _CHARGING,
    )
    REVERSAL_BEFORE_CHARGE = 263, "A charge was taken back on a day before the first that it is for.", _HUB
    ORIGIN_CONTRADICTED = (
        264,
        "A line is stated as something else than its own days since before the admission say; the days decide.",
        _HUB,
    )
    COORDINATOR_NAMED = 420, "The coordinator is the one named last who has not stood down.", _TEAM
    NO_COORDINATOR = 421, "Nobody has coordinated the six weeks for as many working days as they may go without.", _TEAM
    TWO_COORDINATORS = (
        422,
        "Two coordinators were named at the same moment; the later in the order of events stands.",
        _HUB,
    )
    COORDINATOR_NOT_NAMED = 423, "Somebody stood down who was never named as coordinator.", _HUB
    TEAM_MEMBERSHIP = 424, "Who is in the care team may look for the purpose stated, until they leave it.", _TEAM
    TEAM_WITHOUT_PURPOSE = 425, "Somebody joined the team without a purpose, so no record is opened to them.", _HUB
    TEAM_PURPOSE_UNKNOWN = (
        459,
        "Somebody joined for a purpose that no team is for, so no record is opened to them.",
        _HUB,
    )
    NOT_IN_TEAM = 426, "Somebody left the team who was not in it.", _HUB
    SAFEGUARDING = 427, "A concern about the person's safety stands.", "Care Act 2014 section 42"
    CONCERN_NOT_RAISED = 428, "A concern was closed that does not stand.", _HUB
    OUTCOME_RECORDED = 429, "People said how the six weeks ended.", _SIX_WEEKS
    UNKNOWN_OUTCOME = 430, "The outcome of the six weeks is none of the list; it is kept as it was said.", _HUB
    OUTCOME_MISSING = 431, "Day 43 has come and nobody has said how the six weeks ended.", _SIX_WEEKS
    OUTCOME_UNPLACED = 432, "An outcome belongs to no six weeks that are known.", _HUB
    OUTCOME_EARLY = 595, "An outcome is dated before the last covered day of six weeks that go on.", _HUB
    DIED_WITHOUT_DEATH = 447, "The outcome says that the person died, and no death is known.", _HUB
    CARER_NOT_TOLD = 433, "A visit was missed and nobody has said that the carer was told.", _HUB
    CARER_TOLD = 434, "The carer was told of the missed visit.", _HUB
    FIRST_VISIT_DUE = 435, "The day of the first visit and four hours have passed and none is told of.", _HUB
    FIRST_VISIT = 436, "The first visit after the discharge took place.", _GUIDANCE
    VISIT_LATE = 437, "The visit took place later after its time than it may: 30 minutes, or what policy says.", _HUB
    VISIT_TOLD_BOTH = (
        612,
        "A visit was told to have taken place and to have been missed; it counts as the former.",
        _HUB,
    )
    VISITS_PAUSED = 438, "The person is back in hospital, so visits wait.", _SIX_WEEKS
    VISITS_RESUME = 439, "The person has left hospital again, so visits go on.", _SIX_WEEKS
    VISITS_STOPPED = 440, "The person has died, so no more visits are made.", _HUB
    MOVED_HOME = 441, "The person has moved to another council since the last visit.", _HUB
    RESTART_WITHOUT_REASSESSMENT = (
        442,
        "The line ran before the person went back to hospital and goes on inside those six weeks: no new assessment.",
        _SIX_WEEKS,
    )
    STEP_NAME_COORDINATOR = 443, "Nobody coordinates the six weeks: the council names somebody.", _TEAM
    STEP_TELL_CARER = 444, "A visit was missed and the carer does not know: the provider tells them.", _HUB
    STEP_RECORD_OUTCOME = 445, "The six weeks are over: the council says how they ended.", _SIX_WEEKS
    STEP_DETERMINE_FUNDING = 560, "Support goes on after the six weeks and nobody has decided who pays.", _SIX_WEEKS
    STEP_PAY_BACK = 561, "The person was charged for days that are free: whoever charged pays it back.", _CHARGING
    STEP_DECIDE_CHC = 562, "A positive checklist waits: the board decides about continuing healthcare.", _CHC
    STEP_SAFEGUARD = (
        563,
        "A concern about the person's safety stands: the council looks into it.",
        "Care Act 2014 section 42",
    )
    STEP_ACKNOWLEDGE_APPEAL = 564, "An appeal waits: the council confirms to the person that it has come.", _APPEALS
    STEP_DECIDE_APPEAL = 565, "An appeal waits for the council's decision.", _APPEALS
    STEP_CONFIRM_MOVE = 566, "A move was notified: the council moved to makes sure that it is meant.", _MOVING
    STEP_ASK_FOR_PAPERS = 567, "The council moved to asks the first one for assessment and plan.", _MOVING
    STEP_SEND_PAPERS = 568, "The first council sends assessment and plan.", _MOVING
    STEP_ASSESS_MOVE = 569, "The council moved to assesses, or accepts what the first one found.", _MOVING
    STEP_COMPLETE_MOVE = 570, "The day of the move has come: the council moved to puts its own plan in place.", _MOVING
    STEP_ANSWER_NOTICE = 571, "A notice waits: the council answers it.", _NOTICES
    STEP_FIND_SECOND_COUNCIL = (
        610,
        "A move was notified and nobody says where to: the first council finds out.",
        _MOVING,
    )
    STEP_LOOK_AT_CHARGE = (
        580,
        "Whether a charge is right, or what of it is free, is not known: whoever charged looks.",
        _CHARGING,
    )
    STEP_CHECK_DEATH = 581, "Something happened after a confirmed death: whoever told of it says who lives.", _HUB
    ASSESSMENT_STATED = 290, "The assessment is as the people who do it last told.", _ASSESSED
    ELIGIBILITY_DETERMINED = 291, "People decided about eligibility by the three steps of the law.", _ELIGIBILITY
    STEPS_SHORT_OF_ELIGIBLE = (
        292,
        "The decision says eligible, and the steps recorded with it do not reach that; the decision stands.",
        _ELIGIBILITY,
    )
    STEPS_REACH_ELIGIBLE = (
        293,
        "The decision says not eligible, and every step recorded with it is met; the decision stands.",
        _ELIGIBILITY,
    )
    NEEDS_WITHOUT_NEEDS = (
        294,
        "The decision says that there are no needs, and needs are recorded with it; the decision stands.",
        _ELIGIBILITY,
    )
    OUTCOME_UNKNOWN = 295, "An outcome that cannot be achieved has a code that no list holds.", _ELIGIBILITY
    DECISION_UNKNOWN = 296, "The decision is a word that is neither eligible, not eligible nor no needs.", _HUB
    ASSESSMENT_KIND_UNKNOWN = 297, "The kind of assessment is a word that is not known.", _HUB
    ASSESSMENT_STATE_UNKNOWN = 298, "The step of the assessment is a word that is not known.", _HUB
    ASSESSMENT_OUT_OF_TURN = 299, "What was told of the assessment does not follow from where it stood.", _HUB
    REASONS_NOT_GIVEN = 300, "The decision came without the written reasons that are due.", _ELIGIBILITY
    OUTCOMES_DIFFER = 301, "The assessment was closed with another outcome than the decision has.", _HUB
    REVIEW_IS_DUE = (
        302,
        "A plan is looked at six to eight weeks after it starts and then at least yearly.",
        "Care Act 2014 section 27; care and support statutory guidance, chapter 13",
    )
    MOVE_NOTIFIED = 310, "The move is as the newest notice of it says.", _MOVING
    MOVE_GENUINE = 311, "The second council is satisfied that the move is meant.", _MOVING
    MOVE_DOCUMENTS_ASKED = 312, "The second council asked the first for the documents.", _MOVING
    MOVE_DOCUMENTS_CAME = 313, "The first council sent the assessment and plan.", _MOVING
    MOVE_ASSESSED = 314, "The second council assessed before the day of the move.", _MOVING
    DETERMINATION_ACCEPTED = 315, "The second council takes the first one's determination as its own.", _MOVING
    INTERIM_DUTY = (
        316,
        "The day of the move came before the second council was done: from then on it meets the needs.",
        _MOVING,
    )
    ENTITLED_BY_TRANSFER = (
        317,
        "The determination of the first council holds in the second from the move on.",
        _PORTABLE,
    )
    MOVE_COMPLETED = 318, "The person moved, and the second council meets the needs by its own plan.", _MOVING
    MOVE_CANCELLED = 319, "The person does not move: the second council's duty ends.", _MOVING
    PLACED_OUT_OF_AREA = (
        320,
        "Placed by the first council, the person keeps their ordinary residence there.",
        _RESIDENCE,
    )
    MOVE_WITHIN_COUNCIL = 321, "The move is from a council to the same council, so no duty moves.", _HUB
    UNKNOWN_MOVE = 322, "Something was told of a move whose notice has not come.", _HUB
    MOVE_OUT_OF_TURN = 323, "What was told of the move does not follow from where it stood.", _HUB
    DOCUMENTS_LATE = 324, "The documents of the move had not come by the day by which they should have.", _MOVING
    NO_FUNDED_PLAN = 325, "The day of the move came and no funded plan of the second council is known.", _MOVING
    MOVE_NOT_CONFIRMED = 326, "The day of the move came and nobody has said that the move is meant.", _MOVING
    DIFFERS_WITHOUT_REASONS = 327, "The second assessment differs, and no written reasons were given.", _MOVING
    ELIGIBILITY_REOPENED = (
        328,
        "The second assessment differs, though eligibility comes along with the person.",
        _PORTABLE,
    )
    DOCUMENT_NOT_VERIFIED = 329, "The document that came cannot be shown to be what the first council sent.", _HUB
    FIRST_COUNCIL_ANSWERS = 330, "Until the day of the move the first council meets the needs.", _MOVING
    MOVE_COUNCIL_UNKNOWN = (
        339,
        "A council of the move has no code that councils have; to one that nobody knows no duty moves.",
        _HUB,
    )
    MOVE_DAY_PASSED = 331, "The day of the move was changed after it had come.", _HUB
    ANOTHER_COUNCIL = 332, "Another council than the one moved to told of the move.", _HUB
    DUTY_ENDED_BY_DEATH = 333, "The person died: no council's duty goes on.", _HUB
    MOVE_POSTPONED = (
        334,
        "The move was put off after its day: the duty goes back the day after that became known.",
        _MOVING,
    )
    MOVE_OVERTAKEN = 611, "Another move or a placement took over from this one, which is over.", _MOVING
    MOVES_CONTRADICT = 335, "Two moves of one day lead to different councils; the newer notice decides.", _HUB
    LEFT_ANOTHER_COUNCIL = 336, "A move is said to leave another council than the one that answers before it.", _HUB
    MOVED_OUT_OF_ENGLAND = (
        337,
        "The person moves out of England, so the steps between two councils do not apply: the council there answers.",
        "Care Act 2014 sections 1(4) and 37",
    )
    MOVE_NOT_SAID_WHERE = (
        338,
        "No notice says which council the person moves to, so no duty moves: the first one answers.",
        _HUB,
    )
    PLACING_COUNCIL_UNKNOWN = (
        374,
        "The person is placed out of area, and nothing that was told says which council placed them.",
        _RESIDENCE,
    )
    HOME_AGAINST_MOVE = (
        349,
        "An address names another council than the one that has the duty by the moves that were told.",
        _HUB,
    )
    DUTY_IN_FORCE = 340, "A statutory duty that is switched on is the basis.", "Welfare Reform Act 2012 section 131"
    CONSENT_GIVEN = 341, "The person agreed, and has not taken it back.", "UK GDPR article 6"
    BASIS_MISSING = 342, "No lawful basis has come: the case is held and nobody is offered anything.", _HUB
    CONSENT_ENDED = 343, "Consent was refused, taken back or ran out: the case is held.", "UK GDPR article 7"
    NOTICE_RECEIVED = 344, "A GP, DWP or children's services passed on a carer.", "Layout of the carer notice"
    LANDS_BY_RULE = (
        345,
        "Where it lands follows from its source and from whether the child is 16 or older, by rules with dates.",
        "Care Act 2014 sections 2, 4, 10 and 60; Children Act 1989 section 17ZD",
    )
    EARLY_HELP_STEP = 346, "The case goes on by what the council says that it did.", "Care Act 2014 sections 2 and 4"
    OPENED_BY_WISH = 347, "Declining costs nothing: the person's wish opens the case again.", _HUB
    CONTACTED_IN_TIME = 348, "Days from receiving the notice to the first contact.", _HUB
    STEP_WITHOUT_BASIS = 350, "The case went on although there was no lawful basis.", _HUB
    STEP_OUT_OF_TURN = 351, "This does not follow from where the case stood, so the case stayed there.", _HUB
    STEP_AGAINST_WISH = 352, "The person had declined, and the case went on without their asking.", _HUB
    STEP_OF_ANOTHER_COUNCIL = 353, "Another council than the one that the case was sent to says this.", _HUB
    LANDS_NOWHERE = 354, "No rule in force says where such a notice lands, so it is sent to nobody.", _HUB
    TRANSITION_CONTRADICTED = 355, "The notice's age band and its word on transition do not agree; age decides.", _HUB
    CARER_CODE_UNKNOWN = 356, "A field of a carer's notice holds no code of its list, so it is not kept.", _HUB
    CONTACT_AFTER_DEATH = 357, "Something was done in the case after the person's death was known.", _HUB
    DEAD_AND_LIVES = 359, "A sender says that the person died, and something later says that they live.", _HUB
    STEP_BEFORE_NOTICE = 358, "A council's step is dated before the notice came.", _HUB
    CARER_STATED = 360, "It is what the notice of the carer says.", "Layout of the carer notice"
    LINK_AGREED = 361, "Both the carer and the person they care for agree to be shown.", "UK GDPR article 6"
    LINK_NOT_AGREED = 362, "There is a link that may not be shown.", "Common law duty of confidentiality"
    LINK_TO_ONESELF = 363, "Both sides of a link are one record.", _HUB
    LINK_OF_OTHERS = 364, "A link was told to a record that is neither of its sides.", _HUB
    UNKNOWN_LINK = 365, "A link was ended before it was seen to begin.", _HUB
    BREAK_ASKED = 366, "Days count from the day on which the short break was asked for.", "SI 2011/707"
    BREAK_DECIDED = 367, "The council decided about the short break; the hub decides nothing.", "SI 2011/707"
    BREAK_NOT_ASKED = 368, "A short break was decided that nobody was seen to ask for.", _HUB
    BREAK_DECIDED_EARLY = 369, "A short break was decided before it was asked for.", _HUB
    CARER_ASSESSED = 370, "The carer's own assessment, as its council says.", "Care Act 2014 section 10"
    CARER_ELIGIBILITY = 371, "People decided about the carer's own needs.", "Care Act 2014 section 20; SI 2015/313"
    CARER_SUPPORTED = 372, "The first support that the carer themselves got.", "Care Act 2014 section 20"
    CARER_CONTACTED = 373, "The first contact that the carer themselves had.", "Care Act 2014 section 4"
    HOSPITAL_REFERRED = 380, "A hospital asked the council to assess the person.", _REFERRAL
    NOTICE_STANDS = 381, "The hospital gave notice, and the council has not answered it.", _NOTICES
    NOTICE_ACCEPTED = 382, "The council accepted the notice.", _NOTICES
    NOTICE_REJECTED = 383, "The council did not accept the notice.", _NOTICES
    NOTICE_TAKEN_BACK = 384, "The hospital withdrew the notice.", _NOTICES
    NOTICE_UNANSWERED = 385, "An assessment or discharge notice is answered within one working day.", _HUB
    REFERRAL_NOT_SEEN = 386, "Something was said of a referral that has not come itself.", _HUB
    NOTICE_NOT_SEEN = 387, "A withdrawal or an answer has not met what it is about.", _HUB
    NOTICE_ANSWERED_AGAIN = 388, "The notice was answered before in the same way.", _HUB
    ANSWERED_AFTER_WITHDRAWAL = 389, "The council answered a notice that was withdrawn before.", _HUB
    NOTICE_WITHDRAWN_AGAIN = 390, "The notice had been withdrawn before.", _HUB
    CONSENT_NOT_GIVEN = 391, "The person did not consent, and the notice was given all the same.", _REFERRAL
    SAFEGUARDING_SAID = 392, "The hospital says that there is a safeguarding concern.", _REFERRAL
    LEAVES_BEFORE_ADMISSION = 393, "The proposed day of discharge lies before the admission.", _HUB
    NOTICE_TOO_EARLY = (
        394,
        "The assessment notice came more than seven days before the expected admission.",
        "Care Act 2014 schedule 3 and SI 2014/2823, in force until 30 June 2022",
    )
    NOTICE_CODE_UNKNOWN = 395, "A code is none of those that the standard has.", _NOTICES
    NOTICE_ID_USED_AGAIN = 396, "The same id came again with another content; the first one stands.", _HUB
    NOTICE_OF_ANOTHER_KIND = 397, "A withdrawal or an answer names a notice of another kind.", _HUB
    WITHDRAWN_FOR_DEATH = 398, "The hospital withdrew because the person died; a record of the death decides.", _HUB
    WITHDRAWN_FOR_ANOTHER_COUNCIL = (
        399,
        "The hospital withdrew because the person lives in another council; the home stays as its own word says.",
        _HUB,
    )
    APPEAL_LODGED = 400, "Somebody asked for a decision to be looked at again.", _APPEALS
    APPEAL_ACKNOWLEDGED = 401, "The receipt of the appeal was confirmed to the person.", _APPEALS
    APPEAL_DECIDED = 402, "The appeal was decided; a new decision is an event of its own.", _APPEALS
    APPEAL_WITHDRAWN = 403, "The person took the appeal back.", _APPEALS
    APPEAL_TO_ACKNOWLEDGE = 404, "An appeal is acknowledged within three working days.", _HUB
    APPEAL_TO_DECIDE = 405, "An appeal is decided within 42 days.", _HUB
    APPEAL_NOT_SEEN = 406, "Something was said of an appeal that has not been lodged yet.", _HUB
    APPEAL_STEP_MISPLACED = 407, "A step of the appeal does not fit after what came before; it changes nothing.", _HUB
    APPEAL_BEFORE_LODGED = 408, "A step of the appeal is dated before the day on which it was lodged.", _HUB
    APPEAL_CODE_UNKNOWN = 409, "What the appeal is about, or its outcome, is no code that there is.", _HUB
    APPEAL_ID_USED_AGAIN = 410, "The same appeal was told again with another content; the first one stands.", _HUB
