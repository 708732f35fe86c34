"""National code tables that ADT messages use.

Source: NHS Data Dictionary and UK Core code systems (admission method, source of admission, discharge method,
discharge destination with its later generation), HL7 v2 table 0004 as used in the UK.
"""

from collections.abc import Mapping
from typing import Final

UK_CORE: Final = "https://fhir.hl7.org.uk/CodeSystem/UKCore-"
METHOD_SYSTEM: Final = UK_CORE + "DischargeMethodEngland"
DESTINATION_SYSTEM: Final = UK_CORE + "DischargeDestinationEngland"
SOURCE_SYSTEM: Final = UK_CORE + "SourceOfAdmissionEngland"

PATIENT_CLASSES: Final[Mapping[str, str]] = {
    "I": "inpatient",
    "O": "outpatient",
    "E": "emergency",
    "P": "pre-admit",
    "R": "recurring",
    "B": "obstetric",
    "D": "day case",
    "N": "not applicable",
    "U": "unknown",
    "W": "waiting list",
    "C": "community",
}

PATIENT_CLASS_WORDS: Final[Mapping[str, str]] = {
    "inpatient": "I",
    "in-patient": "I",
    "in patient": "I",
    "ordinary admission": "I",
    "outpatient": "O",
    "out-patient": "O",
    "out patient": "O",
    "emergency": "E",
    "preadmit": "P",
    "pre-admit": "P",
    "recurring": "R",
    "regular day admission": "R",
    "regular day attender": "R",
    "regular night admission": "R",
    "regular night attender": "R",
    "obstetrics": "B",
    "maternity": "B",
    "day case": "D",
    "day-case": "D",
    "daycase": "D",
    "day case admission": "D",
    "not applicable": "N",
    "unknown": "U",
    "waiting list": "W",
    "community": "C",
}
"""Words that vendors send for the letters, and those of PATIENT CLASSIFICATION (NHS Data Model and Dictionary)."""

METHODS: Final[Mapping[str, str]] = {
    "1": "clinical advice or consent",
    "2": "self, relative or advocate (older)",
    "3": "tribunal, Home Secretary or court",
    "4": "died",
    "5": "stillbirth",
    "6": "self-discharge",
    "7": "by relative or advocate",
    "8": "not applicable: spell not finished",
    "9": "not known",
}

DESTINATIONS: Final[Mapping[str, str]] = {
    "19": "usual place of residence",
    "29": "temporary residence",
    "30": "repatriation from high-security psychiatric",
    "37": "court",
    "38": "prison or police station (older)",
    "40": "prison",
    "42": "police custody",
    "48": "high-security hospital, Scotland",
    "49": "NHS high-security psychiatric",
    "50": "NHS medium-secure",
    "51": "NHS general ward elsewhere",
    "52": "NHS maternity or neonatal ward elsewhere",
    "53": "NHS mental health or learning disability ward elsewhere",
    "54": "NHS care home (older)",
    "55": "care home with nursing",
    "56": "care home without nursing",
    "65": "local authority residential (older)",
    "66": "local authority foster care",
    "79": "not applicable: died or stillborn",
    "84": "non-NHS medium-secure",
    "85": "non-NHS care home (older)",
    "87": "non-NHS hospital",
    "88": "non-NHS hospice",
    "89": "organisation for forced repatriation",
    "98": "not applicable: spell not finished",
    "99": "not known",
}

SOURCES: Final[Mapping[str, str]] = {
    "19": "usual place of residence",
    "29": "temporary residence",
    "39": "prison, court or police",
    "40": "prison",
    "41": "court",
    "42": "police station",
    "49": "NHS high-security psychiatric",
    "51": "NHS general ward or emergency department elsewhere",
    "52": "NHS maternity or neonatal ward elsewhere",
    "53": "NHS mental health or learning disability ward elsewhere",
    "54": "NHS care home",
    "55": "care home with nursing",
    "56": "care home without nursing",
    "65": "local authority residential",
    "66": "local authority foster care",
    "79": "born in or on the way to hospital",
    "85": "non-NHS care home",
    "87": "non-NHS hospital",
    "88": "non-NHS hospice",
    "98": "not applicable",
    "99": "not known",
}

SEXES: Final[Mapping[str, str]] = {
    "1": "1",
    "2": "2",
    "9": "9",
    "0": "0",
    "M": "1",
    "F": "2",
    "O": "9",
    "A": "9",
    "N": "9",
    "U": "0",
}

RELATIONSHIPS: Final[Mapping[str, str]] = {
    "1": "spouse",
    "2": "partner",
    "3": "parent",
    "4": "next of kin",
    "20": "carer",
    "21": "self",
    "98": "not applicable",
    "99": "not known",
}

CARER: Final = "20"
