"""Pictures of a campaign's themes for staff: each beside its table, each masked as for the board."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from analysis.counting import mask_rules
from analysis.disclosure import table_note
from analysis.models import CodeFrameVersion
from analysis.quality.measuring import COVERS
from analysis.reports.word_cloud import word_cloud_alt_text, word_cloud_png
from analysis.themes import drawing, frames, picture_data
from analysis.themes.comparing import AUDIENCE
from analysis.theming.stance import Stance
from participation.campaigns.models import Campaign
from participation.campaigns.queries import campaign_by_slug
from participation.foundation.access import Role, requires
from participation.foundation.errors import NotFound

blueprint = Blueprint("theme_pictures", __name__, url_prefix="/staff/themes/<slug>/pictures")
OVER_TIME = "over-time"


@blueprint.get("")
@requires(Role.ANALYST)
def overview(slug: str) -> ResponseReturnValue:
    """Sizes, groups, change over time and words, with the tables they are drawn from."""
    campaign, frame = _opened(slug)
    words = picture_data.words_of(frame)
    comparisons = [
        (f"Themes by answer to “{group.wording}”", f"by-{group.key}", picture_data.themes_by(frame, group))
        for group in picture_data.compared_questions(campaign.id)
    ]
    over_time = (
        "Themes by the week in which responses came",
        OVER_TIME,
        picture_data.themes_over_time(frame),
    )
    return render_template(
        "analysis/pictures.html",
        campaign=campaign,
        sizes=picture_data.sizes_of(frame),
        names={theme.key: theme.name for theme in frame.themes},
        stances=picture_data.stances_of(frame, is_sensitive=campaign.is_sensitive),
        stance_names=[stance.label for stance in Stance],
        comparisons=[*comparisons, over_time],
        words=words,
        words_text=word_cloud_alt_text(words),
        note=table_note(AUDIENCE, mask_rules()),
        covers=COVERS,
    )


@blueprint.get("/sizes.svg")
@requires(Role.ANALYST)
def sizes(slug: str) -> Response:
    """How large each theme is, with intervals."""
    campaign, frame = _opened(slug)
    found = picture_data.sizes_of(frame)
    said = "; ".join(f"{row.name}: {row.text}" for row in found.rows)
    return _svg(drawing.sizes_svg(found.rows, f"{campaign.title}: how many raised what", said))


@blueprint.get("/over-time.svg")
@requires(Role.ANALYST)
def over_time(slug: str) -> Response:
    """Each theme's share week by week."""
    campaign, frame = _opened(slug)
    found = picture_data.themes_over_time(frame)
    return _svg(drawing.comparison_svg(found, f"{campaign.title}: themes over time"))


@blueprint.get("/by-<key>.svg")
@requires(Role.ANALYST)
def by_group(slug: str, key: str) -> Response:
    """Each theme's share in each age band or place."""
    campaign, frame = _opened(slug)
    groups = [group for group in picture_data.compared_questions(campaign.id) if group.key == key]
    if not groups:
        raise NotFound("Themes are compared by age band and place only.")
    found = picture_data.themes_by(frame, groups[0])
    return _svg(drawing.comparison_svg(found, f"{campaign.title}: themes by “{groups[0].wording}”"))


@blueprint.get("/words.png")
@requires(Role.ANALYST)
def words(slug: str) -> Response:
    """The words used in most responses, for decoration; the table on the page has the figures."""
    _, frame = _opened(slug)
    return _private(Response(word_cloud_png(picture_data.words_of(frame)), mimetype="image/png"))


def _svg(drawn: str) -> Response:
    return _private(Response(drawn, mimetype="image/svg+xml"))


def _private(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _opened(slug: str) -> tuple[Campaign, CodeFrameVersion]:
    campaign = campaign_by_slug(slug)
    frame = frames.current_frame(campaign.id)
    if frame is None:
        raise NotFound("This campaign has no theme list yet. Choose “Theme the answers” on its page first.")
    return campaign, frame
