"""People who work here: adding them, their roles, links to choose a password, and their open sessions."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from participation.accounts import leaving, links, notices, queries, second_factor, services, sessions
from participation.accounts.forms import PersonForm, ResearcherForm, RolesForm
from participation.accounts.models import Person
from participation.accounts.notices import Notice
from participation.accounts.queries import person_by_id
from participation.accounts.views import blueprint
from participation.foundation import audit, mail
from participation.foundation.access import Role, requires
from participation.foundation.transactions import commits


@blueprint.route("/people", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR)
@commits
def people() -> ResponseReturnValue:
    """Everybody who works here, and a form to add somebody."""
    form = PersonForm()
    if form.validate_on_submit():
        try:
            person = services.add_person(
                form.email.data,
                form.name.data,
                None,
                map(Role, form.roles.data),
                actor_id=current_user.id,
            )
            return _give_link(person, Notice.INVITATION)
        except services.PersonProblem as problem:
            form.email.errors = [problem.message]
    return render_template("accounts/people.html", form=form, people=queries.all_people())


@blueprint.route("/people/<int:person_id>", methods=["GET", "POST"])
@requires(Role.ADMINISTRATOR)
@commits
def person(person_id: int) -> ResponseReturnValue:
    """One person's roles, and what a young researcher needs besides."""
    somebody = person_by_id(person_id)
    form = RolesForm(roles=[row.role for row in somebody.roles])
    if form.validate_on_submit():
        try:
            services.change_roles(somebody, map(Role, form.roles.data), current_user.id)
            flash(f"The roles of {somebody.name} are saved.")
            return redirect(url_for("accounts.people"))
        except services.PersonProblem as problem:
            form.roles.errors = [problem.message]
    return _person_page(somebody, form, _researcher_form(somebody))


@blueprint.post("/people/<int:person_id>/researcher")
@requires(Role.ADMINISTRATOR)
@commits
def set_up_researcher(person_id: int) -> ResponseReturnValue:
    """Who answers for a young researcher, and their own school and place."""
    somebody = person_by_id(person_id)
    form = _researcher_form(somebody)
    if form.validate():
        services.set_up_researcher(
            somebody,
            int(form.sponsor.data),
            form.own_setting.data or "",
            form.own_place.data or "",
            current_user.id,
        )
        flash(f"{somebody.name} can now code answers, without those from their own school and place.")
        return redirect(url_for("accounts.person", person_id=person_id))
    return _person_page(somebody, RolesForm(formdata=None, roles=[row.role for row in somebody.roles]), form)


@blueprint.post("/people/<int:person_id>/active")
@requires(Role.ADMINISTRATOR)
@commits
def set_active(person_id: int) -> ResponseReturnValue:
    """Close or reopen an account."""
    somebody = person_by_id(person_id)
    services.set_active(somebody, request.form.get("active") == "yes", current_user.id)
    flash(f"{somebody.name}'s account is {'open' if somebody.is_active else 'closed'}.")
    return redirect(url_for("accounts.people"))


@blueprint.post("/people/<int:person_id>/link")
@requires(Role.ADMINISTRATOR)
@commits
def send_link(person_id: int) -> ResponseReturnValue:
    """A link by which somebody chooses a password: their first, or a new one."""
    somebody = person_by_id(person_id)
    return _give_link(somebody, Notice.RESET if somebody.password_hash else Notice.INVITATION)


@blueprint.post("/people/<int:person_id>/second-factor/remove")
@requires(Role.ADMINISTRATOR)
@commits
def remove_second_factor(person_id: int) -> ResponseReturnValue:
    """Take away the second step of somebody who lost both phone and recovery codes."""
    somebody = person_by_id(person_id)
    second_factor.remove(somebody, current_user.id)
    flash(f"{somebody.name} signs in by password alone until they set up a second step again.")
    return redirect(url_for("accounts.person", person_id=person_id))


@blueprint.post("/people/<int:person_id>/sessions/<int:session_id>/end")
@requires(Role.ADMINISTRATOR)
@commits
def end_session_of(person_id: int, session_id: int) -> ResponseReturnValue:
    """End a session of somebody, such as on a phone that was lost."""
    sessions.end(person_id, session_id, current_user.id)
    flash("That session has ended.")
    return redirect(url_for("accounts.person", person_id=person_id))


def _give_link(somebody: Person, notice: Notice) -> ResponseReturnValue:
    """Have a link sent; where there is no mail server, show it this once to be passed on."""
    audit.record("gave_link", "person", somebody.id, actor_id=current_user.id, detail={"for": notice.value})
    if mail.can_send():
        notices.tell(somebody, notice)
        flash(f"{somebody.name} is sent a link by e-mail to choose a password.")
        return redirect(url_for("accounts.people"))
    link = links.make(somebody, notices.LINKS[notice])
    return render_template("accounts/link_made.html", person=somebody, link=link, address=links.address(link))


def _person_page(somebody: Person, form: RolesForm, researcher: ResearcherForm) -> ResponseReturnValue:
    return render_template(
        "accounts/person.html",
        form=form,
        researcher=researcher,
        person=somebody,
        sessions=sessions.open_sessions(somebody.id),
        has_second_factor=second_factor.is_needed(somebody),
        duties=leaving.duties_of(somebody.id),
    )


def _researcher_form(somebody: Person) -> ResearcherForm:
    form = ResearcherForm(obj=somebody, sponsor=str(somebody.sponsor_id or ""))
    form.offer(queries.possible_sponsors(somebody.id))
    return form
