"""What is held about people, from the register and the settings in force: a page, and files to keep."""

from datetime import UTC, datetime

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from analysis.reports.page_document import page_bytes
from analysis.reports.word_document import word_bytes
from participation.campaigns.domain import CampaignState
from participation.campaigns.queries import all_campaigns
from participation.foundation import clock
from participation.foundation.access import Role, requires
from participation.foundation.deployment import deployment
from participation.foundation.errors import NotFound
from participation.pages.records.files import RunningCampaign, assessment, processing_csv
from participation.pages.records.register import Processing, record_of_processing

blueprint = Blueprint("data_records", __name__, url_prefix="/staff/data-records")

OVERSEERS = (Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WRITERS = {"docx": (word_bytes, WORD), "html": (page_bytes, "text/html")}


@blueprint.get("")
@requires(*OVERSEERS)
def index() -> ResponseReturnValue:
    """What is held, why, for how long, and who sees it."""
    return render_template("oversight/records.html", lines=_lines(), settings=deployment().settings)


@blueprint.get("/processing.csv")
@requires(*OVERSEERS)
def processing() -> ResponseReturnValue:
    """The record of processing as a file."""
    return _file(processing_csv(_lines()), "text/csv", "record-of-processing.csv")


@blueprint.get("/impact-assessment.<ending>")
@requires(*OVERSEERS)
def impact_assessment(ending: str) -> ResponseReturnValue:
    """The impact assessment, filled from the settings in force; what only people know is left open."""
    if ending not in WRITERS:
        raise NotFound("It comes as docx or html. Go back to the records.")
    write, media_type = WRITERS[ending]
    midnight = datetime.combine(clock.today(), datetime.min.time(), UTC)
    content = write(assessment(deployment().settings, _lines(), _campaigns(), midnight))
    return _file(content, media_type, f"impact-assessment.{ending}")


def _lines() -> list[Processing]:
    return record_of_processing(deployment().settings.model_dump())


def _campaigns() -> list[RunningCampaign]:
    return [
        RunningCampaign(
            each.title,
            f"{each.youngest} to {each.oldest}",
            " to ".join(
                clock.show_date(day) if day else "not set" for day in (each.opens_on, each.closes_on)
            ),
            each.is_sensitive,
        )
        for each in all_campaigns()
        if each.state != CampaignState.CLOSED
    ]


def _file(content: bytes, media_type: str, name: str) -> Response:
    return Response(
        content, mimetype=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
