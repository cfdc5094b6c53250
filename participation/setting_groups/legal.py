"""What the legal pages say and how long things are kept. Only the council can know it; what is empty shows so."""

from datetime import date

from pydantic import Field
from pydantic_settings import BaseSettings

from participation.setting_groups.help_lines import EQUALITY_ADVISER, REGULATOR, HelpLine


class LegalSettings(BaseSettings):
    """What the legal pages say, and how long things are kept."""

    data_controller: str = Field("", description="Organisation that answers in law for the data kept")
    data_protection_email: str = Field("", description="Where people ask or complain about their data")
    lawful_basis: str = Field(
        "public task: UK GDPR Article 6(1)(e)", description="Why the law lets the site keep answers"
    )
    safeguarding_basis: str = Field(
        "public task and the safeguarding of children: UK GDPR Articles 6(1)(e) and 9(2)(g),"
        " Data Protection Act 2018 Schedule 1 paragraph 18",
        description="Why the law lets the site keep records about somebody at risk",
    )
    staff_basis: str = Field(
        "public task: UK GDPR Article 6(1)(e)", description="Why the law lets the site keep data about staff"
    )
    keep_words_months: int = Field(
        12, ge=1, description="Months after closing in which words as typed are erased for good"
    )
    keep_approved_months: int = Field(
        36, ge=1, description="Months after closing in which approved words are erased too; counts stay"
    )
    equality_months: int = Field(
        3, ge=1, description="Months after closing in which equality answers are counted together and erased"
    )
    equality_basis: str = Field(
        "substantial public interest, equality of opportunity: UK GDPR Articles 6(1)(e) and 9(2)(g),"
        " Data Protection Act 2018 Schedule 1 paragraph 8",
        description="Why the law lets the site ask equality questions",
    )
    host_address_months: int = Field(
        12, ge=1, description="Months in which a host's address for news of results is erased when none came"
    )
    complaint_days: int = Field(
        30, ge=1, description="Days in which somebody who complains about their data is told that we have it"
    )
    complaint_keep_months: int = Field(
        24, ge=1, description="Months after its answer in which a complaint about data is erased for good"
    )
    complaint_basis: str = Field(
        "legal obligation: UK GDPR Article 6(1)(c)",
        description="Why the law lets the site keep complaints about data",
    )
    legal_last_checked: date | None = Field(None, description="Day an expert last checked the legal pages")
    regulator: HelpLine = Field(REGULATOR, description="Who people can complain to about data (JSON)")
    equality_adviser: HelpLine = Field(
        EQUALITY_ADVISER, description="Who people can turn to when the site shuts them out (JSON)"
    )
    accessibility_last_tested: date | None = Field(
        None, description="Day people from outside the team last tested the site for access"
    )
    accessibility_problems: list[str] = Field([], description="Known problems of access (JSON list)")
    front_door_phone: str = Field(
        "", description="Children's social care front door, shown to staff when they escalate"
    )
    front_door_last_checked: date | None = Field(
        None, description="Day the front door number was last checked"
    )
    lado_phone: str = Field(
        "", description="The LADO, shown to leads on a concern about an adult who works with children"
    )
    lado_last_checked: date | None = Field(None, description="Day the LADO's number was last checked")
