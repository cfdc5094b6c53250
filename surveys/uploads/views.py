"""Bringing in a file of views by a page: send it, say what its columns are, look what would happen, start."""

from typing import Any

import yaml
from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from participation.campaigns.models import Campaign
from participation.campaigns.queries import campaign_by_slug
from participation.foundation import audit, jobs
from participation.foundation.access import Role, requires
from participation.foundation.codes import canonical_text
from participation.foundation.database import db
from participation.foundation.requests import row_number, takes_files_up_to
from participation.foundation.transactions import commits
from surveys.domain import Channel
from surveys.mapping import WrongMap, how_to_read
from surveys.queries import latest_version
from surveys.table_files import ENCODINGS
from surveys.tables import ReadAs, Table, UnreadableTable
from surveys.uploads import services
from surveys.uploads.choosing import content_of, content_of_reading, uses_of, uses_offered
from surveys.uploads.domain import COLLECTED, LARGEST_FILE, UploadState
from surveys.uploads.models import Upload

blueprint = Blueprint("uploads", __name__, url_prefix="/staff/campaigns/<slug>/files")

LONGEST_MAP_NAME = 80
NO_FILE = "Choose a file: a CSV, or an Excel workbook (.xlsx)."
TOO_LARGE = (
    f"The file is larger than {LARGEST_FILE >> 20} MB. Split it, or use the command “participation import”."
)
NAME_TOO_LONG = f"Use {LONGEST_MAP_NAME} characters or fewer for the name."


@blueprint.route("", methods=["GET", "POST"])
@requires(Role.CAMPAIGN_MANAGER)
@commits
@takes_files_up_to(LARGEST_FILE)
def index(slug: str) -> ResponseReturnValue:
    """The files of a campaign, and a form to send another."""
    campaign = campaign_by_slug(slug)
    problem = ""
    if request.method == "POST":
        try:
            return _to(services.take_in(campaign, *_sent_file(), _channel(), current_user.id), "columns")
        except UnreadableTable as refused:
            problem = refused.message
    page = render_template(
        "uploads/index.html",
        campaign=campaign,
        can_take=latest_version(campaign.id) is not None,
        uploads=services.uploads_of(campaign),
        collected=[(channel.value, words) for channel, words in COLLECTED.items()],
        channel=_channel().value,
        problem=problem,
        problems=[("file", problem)] if problem else [],
        trail=_trail(campaign)[:-1],
    )
    return page, 422 if problem else 200


@blueprint.route("/<int:upload_id>/columns", methods=["GET", "POST"])
@requires(Role.CAMPAIGN_MANAGER)
@commits
def columns(slug: str, upload_id: int) -> ResponseReturnValue:
    """Look at the first rows, and say what each column is."""
    campaign = campaign_by_slug(slug)
    upload = services.upload_by_id(campaign, upload_id)
    if request.method == "POST":
        try:
            services.choose(upload, *_chosen(upload))
        except (WrongMap, UnreadableTable) as refused:
            return _columns_page(campaign, upload, refused.message), 422
        return _to(upload)
    return _columns_page(campaign, upload)


@blueprint.post("/<int:upload_id>/read")
@requires(Role.CAMPAIGN_MANAGER)
@commits
def read_again(slug: str, upload_id: int) -> ResponseReturnValue:
    """Read the file another way: from another sheet, in another encoding, with its names in another row."""
    campaign = campaign_by_slug(slug)
    upload = services.upload_by_id(campaign, upload_id)
    content = content_of_reading(_reading())
    try:
        services.table_of(upload, content)
    except (WrongMap, UnreadableTable) as refused:
        return _columns_page(campaign, upload, refused.message), 422
    services.choose(upload, content, current_user.id)
    return _to(upload, "columns")


@blueprint.get("/<int:upload_id>")
@requires(Role.CAMPAIGN_MANAGER)
def show(slug: str, upload_id: int) -> ResponseReturnValue:
    """What would happen, how far it is, or what became of it."""
    campaign = campaign_by_slug(slug)
    upload = services.upload_by_id(campaign, upload_id)
    is_new = upload.state is UploadState.CHOOSING
    if is_new and not upload.column_map.get("columns"):
        return _to(upload, "columns")
    return render_template(
        "uploads/show.html",
        campaign=campaign,
        upload=upload,
        trial=services.trial(upload) if is_new else None,
        collected=COLLECTED[upload.channel],
        has_refused=upload.sealed_refused is not None,
        percent_done=_percent_done(upload),
        trail=_trail(campaign),
    )


@blueprint.post("/<int:upload_id>/start")
@requires(Role.CAMPAIGN_MANAGER)
@commits
def start(slug: str, upload_id: int) -> ResponseReturnValue:
    """Have it brought in."""
    upload = services.upload_by_id(campaign_by_slug(slug), upload_id)
    services.start(upload, current_user.id)
    return _to(upload)


@blueprint.post("/<int:upload_id>/drop")
@requires(Role.CAMPAIGN_MANAGER)
@commits
def drop(slug: str, upload_id: int) -> ResponseReturnValue:
    """Erase it without bringing it in."""
    upload = services.upload_by_id(campaign_by_slug(slug), upload_id)
    services.drop(upload, current_user.id)
    flash("The file is erased. Nothing of it was brought in.")
    return redirect(url_for("uploads.index", slug=slug))


@blueprint.post("/<int:upload_id>/refused.csv")
@requires(Role.CAMPAIGN_MANAGER)
@commits
def refused_rows(slug: str, upload_id: int) -> ResponseReturnValue:
    """The rows that were refused, each with its reason, to be put right and sent again. Taking them is noted."""
    upload = services.upload_by_id(campaign_by_slug(slug), upload_id)
    content = services.refused_rows(upload)
    audit.record("took_refused_rows", "upload", upload.id, actor_id=current_user.id)
    return _file(content.encode("utf-8-sig"), "text/csv", f"refused-{upload.id}.csv")


@blueprint.get("/<int:upload_id>/map.yaml")
@requires(Role.CAMPAIGN_MANAGER)
def map_file(slug: str, upload_id: int) -> ResponseReturnValue:
    """What the columns are, as the command that imports files reads it."""
    upload = services.upload_by_id(campaign_by_slug(slug), upload_id)
    written = yaml.safe_dump(upload.column_map, sort_keys=False, allow_unicode=True)
    return _file(written.encode(), "application/yaml", f"map-{upload.id}.yaml")


def _sent_file() -> tuple[str, bytes]:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise UnreadableTable(NO_FILE)
    content: bytes = sent.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise UnreadableTable(TOO_LARGE)
    return canonical_text(sent.filename), content


def _channel() -> Channel:
    chosen = request.form.get("channel", "")
    return Channel(chosen) if chosen in set(COLLECTED) else Channel.IMPORT


def _reading() -> ReadAs:
    """How the form says that the file is read; what cannot be is passed over."""
    encoding = request.form.get("encoding", "")
    return ReadAs(
        encoding if encoding in ENCODINGS else "",
        request.form.get("sheet", "")[:100],
        row_number(request.form.get("heading_row", "").strip()) or 0,
    )


def _chosen(upload: Upload) -> tuple[dict[str, Any], int, str]:
    name = " ".join(canonical_text(request.form.get("keep_as", "")).split())
    if len(name) > LONGEST_MAP_NAME:
        raise WrongMap(NAME_TOO_LONG)
    headings = services.table_of(upload).headings
    uses = [request.form.get(f"column-{place}", "") for place in range(len(headings))]
    return content_of(uses, headings, how_to_read(upload.column_map)), current_user.id, name


def _columns_page(campaign: Campaign, upload: Upload, problem: str = "") -> str:
    table = services.table_of(upload)
    uses = uses_of(services.suggested(upload, table), table.headings)
    columns = services.columns_of(table)
    return render_template(
        "uploads/columns.html",
        campaign=campaign,
        upload=upload,
        table=table,
        columns=[
            (column, request.form.get(f"column-{place}", uses[place])) for place, column in enumerate(columns)
        ],
        offered=uses_offered(services.definition_for(upload)),
        encodings=_encodings(table),
        sheets=[(name, name) for name in table.sheets],
        keep_as=request.form.get("keep_as", ""),
        problems=[("", problem)] if problem else [],
        trail=_trail(campaign),
    )


def _encodings(table: Table) -> list[tuple[str, str]]:
    """Ways to read the text of a file; none for a workbook, which says itself."""
    return [("", "As it was found out"), *ENCODINGS.items()] if table.encoding else []


def _percent_done(upload: Upload) -> int:
    job = db.session.get(jobs.Job, upload.job_id) if upload.job_id else None
    return min(99, 100 * job.progress_done // job.progress_total) if job and job.progress_total else 0


def _file(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response


def _to(upload: Upload, page: str = "show") -> ResponseReturnValue:
    slug = (request.view_args or {})["slug"]
    return redirect(url_for(f"uploads.{page}", slug=slug, upload_id=upload.id))


def _trail(campaign: Campaign) -> list[tuple[str, str]]:
    return [
        ("Campaigns", url_for("campaigns.staff_list")),
        (campaign.title, url_for("campaigns.overview", slug=campaign.slug)),
        ("Bring in a file", url_for("uploads.index", slug=campaign.slug)),
    ]
