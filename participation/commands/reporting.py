"""The command that writes reports."""

from collections.abc import Callable
from pathlib import Path

import click

from analysis.disclosure import AudienceClass
from analysis.reports.assembling import sign_off_of, snapshot_for
from analysis.reports.files import REPORTS, file_kind
from analysis.reports.making import make_file
from analysis.themes.theming import ask_for_theming, do_theming, latest_run, theme_new_answers
from participation.campaigns.models import Campaign
from participation.commands.campaigns import named_campaign
from participation.commands.progress import ProgressBar
from participation.factory import create_app
from participation.foundation import jobs
from participation.foundation.database import db
from participation.foundation.transactions import transaction


@click.command()
@click.argument("kind", type=click.Choice([each.kind for each in REPORTS]))
@click.option("--campaign", "slug", required=True, help="The campaign's slug.")
@click.option("--audience", type=click.Choice(["public", "board"]), required=True, help="Which mask applies.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@click.option("--snapshot", "snapshot_id", type=int, help="Report on this snapshot instead of today's state.")
@click.option("--draft", is_flag=True, help="Make a draft, which may rest on replies that are out of date.")
def report(kind: str, slug: str, audience: str, out: Path, snapshot_id: int | None, draft: bool) -> None:
    """Write a report of a campaign: DOCX, PDF or HTML, and themes as CSV or XLSX, by the ending of --out.

    Themes that nobody has signed off as they stand make a file that says on every part that it is a draft.
    """
    known = file_kind(kind, out.suffix)
    with create_app().app_context():
        campaign = named_campaign(slug)
        if snapshot_id is None:
            _theme_what_waits(campaign)
        with transaction():
            snapshot = snapshot_for(campaign, snapshot_id, None, AudienceClass(audience))
            content = make_file(known, snapshot, AudienceClass(audience), is_draft=draft)
            number, is_signed = snapshot.id, sign_off_of(snapshot) is not None
    draft_file = out.with_name(f".{out.name}.writing")
    draft_file.write_bytes(content)
    draft_file.replace(out)
    click.echo(
        f"{out.name} written from snapshot {number}" + ("" if is_signed else ", as a draft: nobody signed")
    )


def _theme_what_waits(campaign: Campaign) -> None:
    """Theme what no worker has themed yet, so that a report on fresh imports needs none."""
    run = latest_run(campaign.id)
    with ProgressBar("Theming") as progress:
        if run is None or run.finished_at is None:
            _theme_all(campaign.id, progress)
        done = 0
        while themed := theme_new_answers(campaign.id):
            done += themed
            progress(done, done)


def _theme_all(campaign_id: int, progress: Callable[[int, int], None]) -> None:
    with transaction():
        run = ask_for_theming(campaign_id, None)
        job = db.session.get_one(jobs.Job, run.job_id)
        job.state, job.leased_until = jobs.JobState.LEASED, job.created_at + jobs.LEASE
        job_id = job.id
    do_theming(db.session.get_one(jobs.Job, job_id), progress)
    with transaction():
        jobs.finish(job_id)
