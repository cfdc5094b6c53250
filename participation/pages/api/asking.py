"""What can be asked for: the fields of an address, checked, and told kindly when they are wrong."""

from http import HTTPStatus
from typing import Annotated, TypeVar

from flask import request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.json_schema import SkipJsonSchema

from analysis.replies.domain import ReplyStatus
from participation.campaigns.domain import LONGEST_SLUG, SLUG
from participation.foundation.errors import DomainError
from participation.foundation.requests import LARGEST_ROW

LONGEST_KEY = 80
Slug = Annotated[str, Field(pattern=f"^{SLUG.pattern}$", max_length=LONGEST_SLUG)]
Asked = TypeVar("Asked", bound="Asking")


class NotUnderstood(DomainError):
    """A field of the address holds what it cannot hold."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    title = "We could not read that address"


class Asking(BaseModel):
    """Fields of an address. Those that are not known are passed over."""

    model_config = ConfigDict(frozen=True)


class AskForCampaigns(Asking):
    """Where in the list to begin."""

    before: Slug | SkipJsonSchema[None] = Field(
        None, description="Slug of the last campaign seen; the list goes on behind it"
    )


class AskForReplies(Asking):
    """Which replies, and where in the list to begin."""

    campaign: Slug | SkipJsonSchema[None] = Field(None, description="Only of this campaign, by its slug")
    theme: Annotated[str, Field(max_length=LONGEST_KEY)] | SkipJsonSchema[None] = Field(
        None, description="Only about this theme, by its key"
    )
    status: ReplyStatus | SkipJsonSchema[None] = Field(None, description="Only those that stand so")
    before: Annotated[int, Field(ge=1, le=LARGEST_ROW)] | SkipJsonSchema[None] = Field(
        None, description="Id of the last reply seen; the list goes on behind it"
    )


def asked(kind: type[Asked]) -> Asked:
    """The fields of the address in hand.

    Raises:
        NotUnderstood: naming each field that is wrong, and never repeating what it holds.
    """
    try:
        return kind.model_validate(request.args.to_dict())
    except ValidationError as problem:
        wrong: dict[str, str] = {}
        for each in problem.errors(include_input=False):  # that it may be left out is no help to anybody
            wrong.setdefault(str(each["loc"][0]), each["msg"])
        said = "; ".join(f"{name}: {message[0].lower()}{message[1:]}" for name, message in wrong.items())
        raise NotUnderstood(f"Change the address and ask again. {said}.") from problem
