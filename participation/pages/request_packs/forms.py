"""The form of a request for information."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from participation.campaigns.models import Campaign
from participation.pages.request_packs.contents import RequestKind

EVERY = "every"
MOST_TERMS = 10


class RequestForm(FlaskForm):
    """What somebody asks for."""

    kind = RadioField(
        "What kind of request is it?",
        choices=[SelectChoice(kind.value, kind.label) for kind in RequestKind],
        validators=[DataRequired("Choose the kind of request")],
    )
    reference = StringField(
        "Its number in your own register (optional)",
        description="Such as FOI 1234. It stands in the pack and nowhere else.",
        validators=[Length(max=60, message="Use 60 characters or fewer")],
    )
    campaign = SelectField("Campaign", validators=[DataRequired("Choose a campaign")])
    terms = StringField(
        "Words to look for (optional)",
        description="Several are parted by commas. With none, every approved answer is in the pack.",
        validators=[Length(max=300, message="Use 300 characters or fewer")],
    )
    receipt = StringField(
        "Receipt words (optional)",
        description="Only for subject access: the four words and the number that the sender gave you.",
        validators=[Length(max=120, message="Use 120 characters or fewer")],
    )

    def offer(self, campaigns: Sequence[Campaign]) -> None:
        """Let these be chosen."""
        each = [SelectChoice(campaign.slug, campaign.title) for campaign in campaigns]
        self.campaign.choices = [SelectChoice(EVERY, "Every campaign"), *each]

    def validate_terms(self, field: StringField) -> None:
        """A search of very many words finds everything."""
        if len(self.wanted_terms) > MOST_TERMS:
            raise ValidationError(f"Look for at most {MOST_TERMS} words at once")

    def validate_receipt(self, field: StringField) -> None:
        """A receipt opens one person's own words: only for that person."""
        if (field.data or "").strip() and self.kind.data != RequestKind.SUBJECT_ACCESS:
            raise ValidationError("Receipt words are for subject access only")

    @property
    def wanted_terms(self) -> tuple[str, ...]:
        """The words, without blanks around them."""
        parts = (" ".join(part.split()) for part in (self.terms.data or "").split(","))
        return tuple(part for part in parts if part)
