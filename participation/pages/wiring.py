"""How the pages of the site itself join the app."""

from flask import Flask

from analysis.pictures import blueprint as pictures
from participation.foundation import jobs, rendering, retention
from participation.foundation.resealing import resealers
from participation.pages import (
    about,
    flagging,
    home,
    keeping,
    my_answer,
    oversight,
    preferences,
    results,
    talk_to_me,
    you_said,
)
from participation.pages.api import views as api
from participation.pages.complaints import keeping as complaints_keeping
from participation.pages.complaints import public_views as complaints
from participation.pages.complaints import staff_views as staff_complaints
from participation.pages.complaints.services import reseal_complaints
from participation.pages.complaints.telling import tell_of_complaints
from participation.pages.records import notices
from participation.pages.records import views as records
from participation.pages.request_packs import views as request_packs


def install(app: Flask) -> None:
    """Register every page for the public, the pictures that results show, and the pages of oversight."""
    for module in (
        home,
        results,
        you_said,
        flagging,
        my_answer,
        about,
        preferences,
        talk_to_me,
        oversight,
        keeping,
        notices,
        records,
        api,
        complaints,
        staff_complaints,
        request_packs,
    ):
        app.register_blueprint(module.blueprint)
    app.register_blueprint(pictures)
    rendering.staff_menu.add(oversight.menu)
    retention.add_rule(complaints_keeping.rule())
    resealers.add(reseal_complaints)
    jobs.sweepers.add(jobs.NowAndThen("complaints", 600, tell_of_complaints))
