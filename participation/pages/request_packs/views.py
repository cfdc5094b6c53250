"""Request packs, for the data protection officer: what somebody may be given, and the proof of the search."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from participation.accounts.queries import names_of
from participation.campaigns.queries import all_campaigns
from participation.foundation.access import Role, requires
from participation.foundation.clock import today
from participation.foundation.transactions import commits
from participation.pages.request_packs import services
from participation.pages.request_packs.contents import RequestKind
from participation.pages.request_packs.forms import EVERY, RequestForm

blueprint = Blueprint("request_packs", __name__, url_prefix="/staff/request-packs")


@blueprint.get("")
@requires(Role.DATA_PROTECTION_OFFICER)
def index() -> ResponseReturnValue:
    """The form, and the packs that were made."""
    return _page(_form())


@blueprint.post("")
@requires(Role.DATA_PROTECTION_OFFICER)
@commits
def make() -> ResponseReturnValue:
    """Search, and hand the pack over."""
    form = _form()
    if form.validate_on_submit():
        try:
            made = services.make_pack(_wanted(form), current_user.id, current_user.name)
        except services.NothingWithReceipt as problem:
            form.receipt.errors = [problem.message]
        else:
            return _file(made.content, f"{made.record.kind.value.replace('_', '-')}-{today()}.zip")
    return _page(form)


def _wanted(form: RequestForm) -> services.Wanted:
    chosen = form.campaign.data
    return services.Wanted(
        RequestKind(form.kind.data),
        " ".join((form.reference.data or "").split()),
        [each for each in all_campaigns() if chosen in (EVERY, each.slug)],
        form.wanted_terms,
        (form.receipt.data or "").strip(),
    )


def _form() -> RequestForm:
    form = RequestForm()
    form.offer(all_campaigns())
    return form


def _page(form: RequestForm) -> str:
    packs = services.past_packs()
    names = names_of({each.actor_id for each in packs if each.actor_id})
    return render_template("oversight/request_packs.html", form=form, packs=packs, names=names)


def _file(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, mimetype="application/zip", headers=headers)
