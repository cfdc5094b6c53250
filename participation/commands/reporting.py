"""The command that writes reports."""

from pathlib import Path

import click

from analysis.disclosure import AudienceClass
from analysis.reports.assembling import assemble, snapshot_for
from analysis.reports.files import as_bytes, file_kind
from analysis.themes.queries import board_of
from analysis.themes.theming import ask_for_theming, do_theming
from participation.campaigns.models import Campaign
from participation.campaigns.queries import campaign_by_slug
from participation.commands.progress import ProgressBar
from participation.factory import create_app
from participation.foundation import jobs
from participation.foundation.database import db
from participation.foundation.transactions import transaction


@click.command()
@click.argument("kind", type=click.Choice(["themes", "summary", "board", "eqia", "young-people"]))
@click.option("--campaign", "slug", required=True, help="The campaign's slug.")
@click.option("--audience", type=click.Choice(["public", "board"]), required=True, help="Which mask applies.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@click.option("--snapshot", "snapshot_id", type=int, help="Report on this snapshot instead of today's state.")
@click.option("--draft", is_flag=True, help="Allow themes that nobody has signed off; the file says so.")
def report(kind: str, slug: str, audience: str, out: Path, snapshot_id: int | None, draft: bool) -> None:
    """Write a report of a campaign: CSV, XLSX or DOCX by the ending of --out."""
    known = file_kind(kind, out.suffix)
    with create_app().app_context():
        campaign = campaign_by_slug(slug)
        _theme_what_waits(campaign)
        with transaction():
            snapshot = snapshot_for(campaign, snapshot_id, is_draft=draft, actor_id=None)
            content = as_bytes(known, assemble(campaign, snapshot, AudienceClass(audience), is_draft=draft))
            number = snapshot.id
    draft_file = out.with_name(f".{out.name}.writing")
    draft_file.write_bytes(content)
    draft_file.replace(out)
    click.echo(f"{out} written from snapshot {number}")


def _theme_what_waits(campaign: Campaign) -> None:
    """Theme a campaign that never was, so that a report on fresh imports needs no worker."""
    board = board_of(campaign.id)
    if board.run is not None and board.run.finished_at is not None:
        return
    with transaction():
        run = ask_for_theming(campaign.id, None)
        job = db.session.get_one(jobs.Job, run.job_id)
        job.state, job.leased_until = jobs.JobState.LEASED, job.created_at + jobs.LEASE
        job_id = job.id
    with ProgressBar("Theming") as progress:
        do_theming(db.session.get_one(jobs.Job, job_id), progress)
    with transaction():
        jobs.finish(job_id)
