"""The command that writes reports."""

from collections.abc import Callable
from pathlib import Path

import click

from analysis.disclosure import AudienceClass
from analysis.models import Snapshot
from analysis.reports.assembling import sign_off_of, snapshot_for
from analysis.reports.files import REPORTS, SEVERAL, FileKind, file_kind
from analysis.reports.making import make_file, make_file_of_several
from analysis.themes.theming import ask_for_theming, do_theming, latest_run, theme_new_answers
from participation.campaigns.models import Campaign
from participation.commands.campaigns import named_campaign
from participation.commands.progress import ProgressBar
from participation.factory import create_app
from participation.foundation import jobs
from participation.foundation.database import db
from participation.foundation.transactions import transaction


@click.command()
@click.argument("kind", type=click.Choice([each.kind for each in (*REPORTS, SEVERAL)]))
@click.option(
    "--campaign",
    "slugs",
    required=True,
    multiple=True,
    help="The campaign's slug; once for each campaign of a report across several.",
)
@click.option("--audience", type=click.Choice(["public", "board"]), required=True, help="Which mask applies.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@click.option("--snapshot", "snapshot_id", type=int, help="Report on this snapshot instead of today's state.")
@click.option("--draft", is_flag=True, help="Make a draft, which may rest on replies that are out of date.")
def report(
    kind: str, slugs: tuple[str, ...], audience: str, out: Path, snapshot_id: int | None, draft: bool
) -> None:
    """Write a report of a campaign: DOCX, PDF or HTML, and themes as CSV or XLSX, by the ending of --out.

    Themes that nobody has signed off as they stand make a file that says on every part that it is a draft.
    """
    known = file_kind(kind, out.suffix)
    _refuse_wrong_number(known, slugs, snapshot_id)
    with create_app().app_context():
        campaigns = [named_campaign(slug) for slug in dict.fromkeys(slugs)]
        if snapshot_id is None:
            for campaign in campaigns:
                _theme_what_waits(campaign)
        with transaction():
            snapshots = [
                snapshot_for(campaign, snapshot_id, None, AudienceClass(audience)) for campaign in campaigns
            ]
            content = _made(known, snapshots, AudienceClass(audience), draft)
            numbers = ", ".join(str(each.id) for each in snapshots)
            is_signed = all(sign_off_of(each) is not None for each in snapshots)
    draft_file = out.with_name(f".{out.name}.writing")
    draft_file.write_bytes(content)
    draft_file.replace(out)
    click.echo(
        f"{out.name} written from snapshot {numbers}" + ("" if is_signed else ", as a draft: nobody signed")
    )


def _refuse_wrong_number(known: FileKind, slugs: tuple[str, ...], snapshot_id: int | None) -> None:
    if known.kind == SEVERAL.kind:
        if snapshot_id is not None:
            raise click.UsageError("--snapshot names one campaign's snapshot; leave it out for this report.")
    elif len(slugs) > 1:
        raise click.UsageError(f"A {known.kind} report is about one campaign: name --campaign once.")


def _made(known: FileKind, snapshots: list[Snapshot], audience: AudienceClass, is_draft: bool) -> bytes:
    if known.kind == SEVERAL.kind:
        return make_file_of_several(known, snapshots, audience, is_draft=is_draft)
    return make_file(known, snapshots[0], audience, is_draft=is_draft)


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
