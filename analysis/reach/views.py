"""The page at /staff/reach: who has answered so far, who is missing, and the next step, while there is still time."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf import FlaskForm

from analysis.counting import mask_rules
from analysis.disclosure import AudienceClass, table_note
from analysis.reach.queries import reach_of, targets_of
from analysis.reach.services import say_how_many, set_targets
from analysis.reach.setting_forms import HowManyForm
from analysis.reach.setting_queries import figures_of, settings_of
from analysis.reach.setting_rows import HowMany
from participation.campaigns.domain import CampaignState
from participation.campaigns.models import Campaign
from participation.campaigns.queries import all_campaigns, campaign_by_slug
from participation.foundation.access import Role, held_roles, requires
from participation.foundation.errors import NotFound
from participation.foundation.transactions import commits
from surveys.setting_kinds import SettingKind

blueprint = Blueprint("reach", __name__, url_prefix="/staff/reach")

READERS = (Role.CAMPAIGN_MANAGER, Role.ANALYST)
LARGEST_TARGET = 1_000_000
NOT_A_NUMBER = "Write a whole number, such as 40, or leave it empty."
TARGET = "target"
#: Between question and option in the name of a field.
BETWEEN = "."


@blueprint.get("")
@requires(*READERS)
def index() -> ResponseReturnValue:
    """Every campaign: before it opens, whom to reach is planned."""
    return render_template("reach/index.html", campaigns=all_campaigns())


@blueprint.route("/<slug>", methods=["GET", "POST"])
@requires(*READERS)
@commits
def show(slug: str) -> ResponseReturnValue:
    """Who has answered a campaign so far; the targets are set here too."""
    campaign, form = campaign_by_slug(slug), FlaskForm()
    if not form.validate_on_submit():
        return _page(campaign, form)
    typed = _typed_targets()
    wrong = [name for name, said in typed.items() if _number_in(said) is None]
    if wrong:
        return _page(campaign, form, typed, wrong)
    set_targets(campaign, _read_targets(typed), current_user.id)
    flash("The targets are saved.")
    return redirect(url_for("reach.show", slug=campaign.slug))


@blueprint.route("/<slug>/settings/<setting>", methods=["GET", "POST"])
@requires(Role.CAMPAIGN_MANAGER)
@commits
def how_many(slug: str, setting: str) -> ResponseReturnValue:
    """Say how many settings of a kind there are, and how many of them should take part."""
    campaign, kind = campaign_by_slug(slug), _kind(setting)
    said = figures_of(campaign.id).get(kind, HowMany())
    form = HowManyForm(data=asdict(said))
    if form.validate_on_submit():
        say_how_many(campaign, kind, form.said, current_user.id)
        flash("It is saved.")
        return redirect(url_for("reach.show", slug=campaign.slug))
    page = render_template(
        "reach/how_many.html",
        campaign=campaign,
        kind=kind,
        form=form,
        trail=[
            ("Reach", url_for("reach.index")),
            (campaign.title, url_for("reach.show", slug=campaign.slug)),
        ],
    )
    return page, 422 if form.errors else 200


def _kind(said: str) -> SettingKind:
    try:
        return SettingKind(said)
    except ValueError:
        raise NotFound("There is no such kind of setting. Go back to the page of reach.") from None


def _page(
    campaign: Campaign, form: FlaskForm, typed: Mapping[str, str] | None = None, wrong: Sequence[str] = ()
) -> tuple[str, int]:
    """The page; with what was typed into the fields of the targets, and which of them are wrong."""
    has_opened = campaign.state is not CampaignState.DRAFT
    page = render_template(
        "reach/show.html",
        campaign=campaign,
        reach=reach_of(campaign) if has_opened else None,
        settings=settings_of(campaign),
        may_say=Role.CAMPAIGN_MANAGER in held_roles(),
        typed=_saved_targets(campaign.id) if typed is None else typed,
        csrf=form.csrf_token,
        note=table_note(AudienceClass.BOARD, mask_rules()),
        problems=[(name, NOT_A_NUMBER) for name in wrong],
        trail=[("Reach", url_for("reach.index"))],
    )
    return page, 422 if wrong else 200


def _saved_targets(campaign_id: int) -> dict[str, str]:
    """The targets as fields hold them."""
    return {
        BETWEEN.join(filter(None, (TARGET, *group))): str(number)
        for group, number in targets_of(campaign_id).items()
    }


def _typed_targets() -> dict[str, str]:
    """What was typed into each field of a target, exactly as it came."""
    fields = request.form.items()
    return {name: typed for name, typed in fields if name == TARGET or name.startswith(TARGET + BETWEEN)}


def _number_in(typed: str) -> int | None:
    """The target somebody typed, 0 for an empty field; None when it is no number that can be one."""
    number = typed.strip().replace(",", "")
    if not number:
        return 0
    is_number = number.isascii() and number.isdigit() and 0 < int(number[:8]) <= LARGEST_TARGET
    return int(number) if is_number else None


def _read_targets(typed: Mapping[str, str]) -> dict[tuple[str, str], int]:
    """The targets that were filled in, where each is a number."""
    found: dict[tuple[str, str], int] = {}
    for name, said in typed.items():
        key, _, option = name.removeprefix(TARGET).removeprefix(BETWEEN).partition(BETWEEN)
        if number := _number_in(said):
            found[key[:40], option[:40]] = number
    return found
