"""How good the themes are: the blind sample, where people differ, what it says, and its figures as a file."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from analysis.models import CodeFrameVersion
from analysis.quality import measuring, wording
from analysis.themes import auditing, checked, coding_forms, frames
from analysis.themes.check_file import sample_csv
from participation.campaigns.models import Campaign
from participation.campaigns.queries import campaign_by_slug
from participation.foundation.access import Role, requires
from participation.foundation.errors import NotFound
from participation.foundation.transactions import commits

blueprint = Blueprint("checks", __name__, url_prefix="/staff/themes/<slug>/check")


@blueprint.get("")
@requires(Role.ANALYST)
def overview(slug: str) -> ResponseReturnValue:
    """What is known of how good the themes are, and what is still to do."""
    campaign, frame = _opened(slug)
    return _page(campaign, frame, coding_forms.SampleForm())


@blueprint.post("")
@requires(Role.ANALYST)
@commits
def draw(slug: str) -> ResponseReturnValue:
    """Draw a sample for blind coding."""
    campaign, frame = _opened(slug)
    form = coding_forms.SampleForm()
    if not form.validate():
        return _page(campaign, frame, form)
    sample = auditing.draw_sample(frame, form.wanted.data or 0, current_user.id)
    drawn = sum(taken for _, taken in sample.strata.values())
    flash(f"{drawn} answers are drawn. Two people code them without seeing each other’s work.")
    return redirect(url_for("checks.overview", slug=slug))


@blueprint.get("/differences")
@requires(Role.ANALYST)
def differences(slug: str) -> ResponseReturnValue:
    """Answers on which two people differ, to settle one by one."""
    campaign, frame = _opened(slug)
    check = checked.check_of(frame)
    return render_template(
        "analysis/differences.html",
        campaign=campaign,
        answers=[answer for answer in check.answers if answer.differs],
        themes=frame.themes,
        names={theme.key: theme.name for theme in frame.themes},
    )


@blueprint.post("/settle/<int:submission_id>")
@requires(Role.ANALYST)
@commits
def settle(slug: str, submission_id: int) -> ResponseReturnValue:
    """Say what an answer is about on which two people differ."""
    campaign, _ = _opened(slug)
    sample = auditing.open_sample(campaign.id)
    if sample is None:
        raise NotFound("There is no open sample.")
    auditing.settle(sample, submission_id, coding_forms.chosen_themes(request.form), current_user.id)
    flash("Settled.")
    return redirect(url_for("checks.differences", slug=slug))


@blueprint.get("/sample.csv")
@requires(Role.ANALYST)
def sample_file(slug: str) -> ResponseReturnValue:
    """The sample as a file without words, from which every figure can be worked out again."""
    _, frame = _opened(slug)
    answer = Response(sample_csv(checked.check_of(frame)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-blind-sample.csv"'
    return answer


def _page(campaign: Campaign, frame: CodeFrameVersion, form: coding_forms.SampleForm) -> ResponseReturnValue:
    check = checked.check_of(frame)
    content = checked.content_of(check)
    return render_template(
        "analysis/check.html",
        campaign=campaign,
        frame=frame,
        check=check,
        form=form,
        overall=wording.overall_in_words(content),
        said=wording.estimate_in_words,
        kappa=wording.kappa_in_words,
        covers=measuring.COVERS,
        not_enough=measuring.NOT_ENOUGH,
    )


def _opened(slug: str) -> tuple[Campaign, CodeFrameVersion]:
    campaign = campaign_by_slug(slug)
    frame = frames.current_frame(campaign.id)
    if frame is None:
        raise NotFound("This campaign has no theme list yet. Choose “Theme the answers” on its page first.")
    return campaign, frame
