"""Who may use which page. A new page fails here until somebody writes down who may use it."""

from collections.abc import Callable

from flask import Flask

from participation.foundation.access import Role, declared_access
from tests.architecture.addresses import address_of, asks, rules, sends
from tests.auditing_client import AuditingClient

Staff = Callable[..., AuditingClient]

ANYONE = "anyone"
ANY_STAFF = frozenset[Role]()
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
OVERSEERS = ADMINISTRATOR | frozenset({Role.DATA_PROTECTION_OFFICER})
ANALYST = frozenset({Role.ANALYST})
LEAD = frozenset({Role.SAFEGUARDING_LEAD})
LEADS = frozenset({Role.SAFEGUARDING_LEAD, Role.ALTERNATE_LEAD})
MANAGER = frozenset({Role.CAMPAIGN_MANAGER})
MODERATOR = frozenset({Role.MODERATOR})
RESEARCHER = frozenset({Role.YOUNG_RESEARCHER})
ROTA_EDITORS = ADMINISTRATOR | LEAD | MANAGER
SESSION_MAKERS = MANAGER | MODERATOR
READERS = MODERATOR | LEAD
OWNERS = frozenset({Role.PARTNER_OWNER})
SIGNERS = frozenset({Role.DECISION_MAKER, Role.EQUALITY_LEAD, Role.DATA_PROTECTION_OFFICER})
EQUALITY_EDITORS = frozenset({Role.ANALYST, Role.EQUALITY_LEAD})
LANGUAGE_EDITORS = ADMINISTRATOR | MANAGER
EQUALITY_SIGNERS = EQUALITY_EDITORS | {Role.DECISION_MAKER}

EXPECTED: dict[str, str | frozenset[Role]] = {
    # the site itself
    "about.accessibility": ANYONE,
    "about.contact": ANYONE,
    "about.cookies": ANYONE,
    "about.help_now": ANYONE,
    "about.leave": ANYONE,
    "about.privacy": ANYONE,
    "home.favicon": ANYONE,
    "home.home": ANYONE,
    "home.manifest": ANYONE,
    "home.robots": ANYONE,
    "operations.healthz": ANYONE,
    "operations.metrics": ANYONE,  # answers 404 unless the token is right
    "preferences.choose": ANYONE,
    "preferences.save": ANYONE,
    "static": ANYONE,
    "api.about": ANYONE,
    "api.open_api": ANYONE,
    "api.campaigns": ANYONE,
    "api.one_campaign": ANYONE,
    "api.results": ANYONE,
    "api.one_result": ANYONE,
    "api.replies": ANYONE,
    "api.one_reply": ANYONE,
    "complaints.write": ANYONE,
    "complaints.send": ANYONE,
    "complaints.ask": ANYONE,
    "complaints.look_up": ANYONE,
    "talk_to_me.write": ANYONE,
    "talk_to_me.send": ANYONE,
    # taking part and hearing back
    "campaigns.about": ANYONE,
    "notices.campaign_privacy": ANYONE,
    "sharing.poster": ANYONE,
    "signing.record": ANYONE,
    "sharing.qr": ANYONE,
    "sharing.story": ANYONE,
    "sharing.results_story": ANYONE,
    "surveys.take_part": ANYONE,
    "surveys.send": ANYONE,
    "look.edit": ADMINISTRATOR,
    "look.logo": ANYONE,
    "look.stylesheet": ANYONE,
    "languages.index": LANGUAGE_EDITORS,
    "languages.read": LANGUAGE_EDITORS,
    "languages.switch_off": LANGUAGE_EDITORS,
    "reach.index": MANAGER | ANALYST,
    "reach.show": MANAGER | ANALYST,
    "reach.how_many": MANAGER,
    "equality_people.index": EQUALITY_SIGNERS,
    "equality_people.count": EQUALITY_EDITORS,
    "finishing.look": MANAGER | ANALYST,
    "finishing.finish": MANAGER | ANALYST,
    "side_by_side.show": ANALYST,
    "about_you.explain": ANYONE,
    "about_you.go_on": ANYONE,
    "equality_setup.switches": MANAGER,
    "sources.links": MANAGER,
    "sources.poster": MANAGER,
    "sources.qr": MANAGER,
    "sources.setting": MANAGER,
    "wordings.languages": MANAGER,
    "wordings.question": MANAGER,
    "wordings.side_by_side": MANAGER,
    "recordings.play": ANYONE,
    "paper.sheet": ANYONE,
    "ways.begin": ANYONE,
    "ways.go_on": ANYONE,
    "group_sessions.ask": ANYONE,
    "group_sessions.join": ANYONE,
    "group_sessions.picture": ANYONE,
    "group_sessions.host": ANYONE,  # answers 404 unless the token is right
    "group_sessions.open_as_host": ANYONE,
    "group_sessions.close_as_host": ANYONE,
    "group_sessions.tell_me": ANYONE,
    "group_sessions.pack": ANYONE,
    "offline.worker": ANYONE,
    "offline.no_signal": ANYONE,
    "my_answer.ask": ANYONE,
    "my_answer.look_up": ANYONE,
    "my_answer.replace": ANYONE,
    "my_answer.withdraw": ANYONE,
    "results.index": ANYONE,
    "results.result": ANYONE,
    "results.replies": ANYONE,
    "results.reply": ANYONE,
    "you_said.theme": ANYONE,
    "you_said.how_we_listened": ANYONE,
    "flagging.ask": ANYONE,
    "flagging.send": ANYONE,
    "you_said.poster": ANYONE,
    "you_said.qr": ANYONE,
    "you_said.places": ANYONE,
    "you_said.place": ANYONE,
    "you_said.check_back": ANYONE,
    "analysis_pictures.chart": ANYONE,
    "analysis_pictures.words": ANYONE,
    # staff
    "accounts.sign_in": ANYONE,
    "accounts.sign_out": ANY_STAFF,
    "accounts.start": ANY_STAFF,
    "oversight.audit_trail": OVERSEERS,
    "oversight.settings": ADMINISTRATOR,
    "keeping.overview": OVERSEERS,
    "keeping.place_hold": OVERSEERS,
    "keeping.lift_hold": OVERSEERS,
    "accounts.code": ANYONE,  # leads back to the password unless that was right
    "accounts.forgotten": ANYONE,
    "accounts.send_off": ANYONE,  # answers 404 unless an organisation's sign-in is set
    "accounts.come_back": ANYONE,
    "accounts.enter": ANYONE,
    "accounts.link": ANYONE,  # answers 410 unless the link still works
    "accounts.account": ANY_STAFF,
    "accounts.change_password": ANY_STAFF,
    "accounts.end_session": ANY_STAFF,
    "accounts.end_other_sessions": ANY_STAFF,
    "accounts.second_step": ANY_STAFF,
    "accounts.begin_second_step": ANY_STAFF,
    "accounts.second_step_picture": ANY_STAFF,
    "accounts.confirm_second_step": ANY_STAFF,
    "accounts.remove_second_step": ANY_STAFF,
    "accounts.make_recovery_codes": ANY_STAFF,
    "accounts.people": ADMINISTRATOR,
    "accounts.send_link": ADMINISTRATOR,
    "accounts.remove_second_factor": ADMINISTRATOR,
    "accounts.end_session_of": ADMINISTRATOR,
    "accounts.leave": ADMINISTRATOR,
    "accounts.person": ADMINISTRATOR,
    "accounts.set_active": ADMINISTRATOR,
    "accounts.set_up_researcher": ADMINISTRATOR,
    "staff_complaints.index": OVERSEERS,
    "staff_complaints.show": OVERSEERS,
    "staff_complaints.take": OVERSEERS,
    "staff_complaints.note": OVERSEERS,
    "staff_complaints.acknowledge": OVERSEERS,
    "staff_complaints.answer": OVERSEERS,
    "request_packs.index": frozenset({Role.DATA_PROTECTION_OFFICER}),
    "request_packs.make": frozenset({Role.DATA_PROTECTION_OFFICER}),
    "data_records.index": OVERSEERS,
    "data_records.processing": OVERSEERS,
    "data_records.impact_assessment": OVERSEERS,
    "plan.versions": ANY_STAFF,
    "plan.version": ANY_STAFF,
    "plan_editor.new": ANALYST,
    "plan_editor.mapping": ANALYST,
    "plan_editor.priority": ANALYST,
    "plan_editor.add_action": ANALYST,
    "plan_editor.action_done": ANALYST,
    "plan_editor.areas": ANALYST,
    "plan_editor.bases": ANALYST,
    # campaigns and their questions
    "campaigns.staff_list": MANAGER,
    "campaigns.new": MANAGER,
    "campaigns.overview": MANAGER,
    "campaigns.edit": MANAGER,
    "campaigns.preview": MANAGER,
    "campaigns.open_now": MANAGER,
    "campaigns.close": MANAGER,
    "campaigns.extend": MANAGER,
    "sharing.share": MANAGER,
    "question_bank.everything": MANAGER,
    "question_bank.choose": MANAGER,
    "question_bank.ask_again": MANAGER,
    "question_bank.keep": MANAGER,
    "question_bank.remove": MANAGER,
    "survey_versions.compare": MANAGER,
    "signing.preview": MANAGER,
    "signing.sign": MANAGER | LEAD | frozenset({Role.DATA_PROTECTION_OFFICER}),
    "staff_sessions.index": SESSION_MAKERS,
    "staff_sessions.new": SESSION_MAKERS,
    "staff_sessions.session": SESSION_MAKERS,
    "staff_sessions.open_now": SESSION_MAKERS,
    "staff_sessions.close": SESSION_MAKERS,
    "staff_sessions.say_setting": SESSION_MAKERS,
    "staff_sessions.replace_link": SESSION_MAKERS,
    "staff_sessions.pack": SESSION_MAKERS,
    "survey_editor.questions": MANAGER,
    "survey_editor.add": MANAGER,
    "survey_editor.change": MANAGER,
    "survey_editor.move": MANAGER,
    "survey_editor.delete": MANAGER,
    "survey_editor.preview": MANAGER,
    "survey_editor.copy": MANAGER,
    "survey_editor.undo": MANAGER,
    "survey_editor.rules": MANAGER,
    "campaign_files.download": MANAGER,
    "campaign_files.from_file": MANAGER,
    "campaign_files.copy": MANAGER,
    "campaign_files.success_statements": MANAGER,
    "campaigns.pause": MANAGER,
    "campaigns.go_on": MANAGER,
    "survey_answers.table": MANAGER,
    "survey_answers.counts": ANALYST,
    "records.index": MANAGER,
    "records.meeting": MANAGER,
    "records.posts": MANAGER,
    "paper.key": MANAGER,
    "paper.key_again": MANAGER,
    "uploads.index": MANAGER,
    "uploads.columns": MANAGER,
    "uploads.read_again": MANAGER,
    "uploads.show": MANAGER,
    "uploads.start": MANAGER,
    "uploads.drop": MANAGER,
    "uploads.refused_rows": MANAGER,
    "uploads.map_file": MANAGER,
    "recordings.record": MANAGER,
    "recordings.delete": MANAGER,
    "recordings.play_to_staff": MANAGER,
    # moderation
    "moderation.queue": MODERATOR,
    "moderation.counts": MODERATOR,
    "moderation.take_next": MODERATOR,
    "moderation.claim": MODERATOR,
    "moderation.hold": MODERATOR,
    "moderation.move": MODERATOR,
    "moderation.no_risk": MODERATOR,
    "moderation.know_them": MODERATOR,
    "moderation.stack": MODERATOR,
    "moderation.handover": READERS,
    "moderation.choose_hard_ones": MODERATOR,
    "moderation.flagged": MODERATOR | ANALYST,
    "moderation.hide": MODERATOR | ANALYST,
    "moderation.decide": MODERATOR,
    "moderation.drawing": MODERATOR,
    "moderation.drawing_picture": MODERATOR,
    "moderation.case_drawing": LEADS,
    "moderation.redact": MODERATOR,
    "moderation.reject": MODERATOR,
    "moderation.concern": MODERATOR,
    "moderation.undo": MODERATOR,
    "moderation.take_back": MODERATOR,
    "moderation.together": MODERATOR,
    "moderation.approve_together": MODERATOR,
    "moderation.handed_over": MODERATOR,
    "moderation.item": READERS,
    "moderation.original": READERS,
    "moderation.decided": READERS,
    "moderation.bring_in": LEADS,
    "moderation.cases": LEADS,
    "moderation.case": LEADS,
    "moderation.accept": LEADS,
    "moderation.add_note": LEADS,
    "moderation.agree": LEADS,
    "moderation.close_case": LEADS,
    "moderation.open_case_words": LEADS,
    "moderation.talk_requests": LEAD,
    "moderation.talk_request": LEAD,
    "moderation.accept_talk": LEAD,
    "moderation.note_talk": LEAD,
    "moderation.close_talk": LEAD,
    "moderation.service_levels": ROTA_EDITORS | MODERATOR,
    "proof.index": MODERATOR,
    "proof.read": MODERATOR,
    "proof.save": MODERATOR,
    "proof.figures": LEAD,
    "evenness.index": ANALYST | LEAD,
    "evenness.show": ANALYST | LEAD,
    "house_rules.show": MANAGER | LEAD | MODERATOR,
    "house_rules.new": MANAGER | LEAD,
    "house_rules.change": MANAGER | LEAD,
    "rota.show": ROTA_EDITORS | MODERATOR | LEADS,
    "rota.add": ROTA_EDITORS,
    "rota.end": ROTA_EDITORS,
    # analysis
    "blind.index": ANALYST | RESEARCHER,
    "approvals.index": RESEARCHER,
    "approvals.proposal": RESEARCHER,
    "blind.one": ANALYST | RESEARCHER,
    "blind.save": ANALYST | RESEARCHER,
    "checks.differences": ANALYST,
    "checks.draw": ANALYST,
    "checks.overview": ANALYST,
    "checks.sample_file": ANALYST,
    "checks.settle": ANALYST,
    "coding.one": ANALYST,
    "coding.save": ANALYST,
    "discoveries.look": ANALYST,
    "discoveries.overview": ANALYST,
    "quotes.bank": ANALYST,
    "quotes.choose": ANALYST,
    "theme_lists.change": ANALYST,
    "theme_lists.drop": ANALYST,
    "theme_lists.merge": ANALYST,
    "theme_lists.new": ANALYST,
    "theme_lists.restore": ANALYST,
    "theme_lists.rewrite": ANALYST,
    "theme_lists.save": ANALYST,
    "theme_lists.versions": ANALYST,
    "theme_pictures.by_group": ANALYST,
    "theme_pictures.over_time": ANALYST,
    "theme_pictures.overview": ANALYST,
    "theme_pictures.sizes": ANALYST,
    "theme_pictures.words": ANALYST,
    "themes.index": ANALYST,
    "themes.board": ANALYST,
    "themes.answers": ANALYST,
    "themes.confirm": ANALYST,
    "themes.correct": ANALYST,
    "themes.mood": ANALYST,
    "themes.publish": ANALYST,
    "themes.sign_off": ANALYST,
    "themes.take_back": ANALYST,
    "themes.theme": ANALYST,
    "themes.wording": ANALYST,
    "replies.index": ANALYST,
    "replies.campaign": ANALYST,
    "replies.new": ANALYST,
    "replies.edit": ANALYST,
    "replies.set_published": ANALYST,
    "replies.change_together": ANALYST,
    "replies.late": ANALYST,
    "equality.index": EQUALITY_SIGNERS,
    "equality.begin": EQUALITY_EDITORS,
    "equality.version": EQUALITY_SIGNERS,
    "equality.review": EQUALITY_EDITORS,
    "equality.add_row": EQUALITY_EDITORS,
    "equality.row": EQUALITY_EDITORS,
    "equality.put_name": EQUALITY_SIGNERS,
    "scorecard.index": ANALYST,
    "scorecard.success": ANALYST,
    "scorecard.new": ANALYST,
    "scorecard.indicator": ANALYST,
    "scorecard.add_figure": ANALYST,
    "my_items.index": OWNERS | SIGNERS,
    "my_items.item": OWNERS | SIGNERS,
    "my_items.put_name": SIGNERS,
    "reports.index": ANALYST,
    "reports.changes": ANALYST,
    "reports.download": ANALYST,
    "reports.download_several": ANALYST,
}


def declared(app: Flask) -> dict[str, str | frozenset[Role] | None]:
    """What every endpoint declares."""
    found: dict[str, str | frozenset[Role] | None] = {}
    for endpoint in {rule.endpoint for rule in rules(app)}:
        access = declared_access(endpoint)
        found[endpoint] = None if access is None else ANYONE if access.is_public else access.roles
    return found


def test_every_endpoint_declares_who_may_use_it_and_it_is_who_we_wrote_down(app: Flask) -> None:
    found = declared(app)
    assert found.keys() - EXPECTED.keys() == set(), "write down who may use these pages"
    assert EXPECTED.keys() - found.keys() == set(), "these pages are gone: take them out of the table"
    different = {name: (found[name], EXPECTED[name]) for name in found if found[name] != EXPECTED[name]}
    assert different == {}


def test_nobody_without_an_account_gets_into_a_staff_page(app: Flask, client: AuditingClient) -> None:
    for rule in rules(app):
        if EXPECTED[rule.endpoint] == ANYONE:
            continue
        for method in {"GET" if asks(rule) else "POST", "POST" if sends(rule) else "GET"}:
            response = client.open(address_of(app, rule), method=method)
            assert response.status_code == 302, f"{method} {rule.rule}"
            assert response.headers["Location"].startswith("/staff/sign-in"), f"{method} {rule.rule}"


def test_staff_without_the_role_are_refused_whatever_they_ask_for(app: Flask, staff: Staff) -> None:
    for role in Role:
        client = staff(role)
        for rule in rules(app):
            allowed = EXPECTED[rule.endpoint]
            if not isinstance(allowed, frozenset) or not allowed or role in allowed:
                continue
            method = "GET" if asks(rule) else "POST"
            assert client.open(address_of(app, rule), method=method).status_code == 403, f"{role} {rule.rule}"


def test_a_staff_form_without_its_token_is_refused_before_anything_is_done(app: Flask, staff: Staff) -> None:
    client = staff(*Role)
    for rule in rules(app):
        if sends(rule) and rule.rule.startswith("/staff/") and EXPECTED[rule.endpoint] != ANYONE:
            assert client.post(address_of(app, rule)).status_code == 400, rule.rule


def test_an_endpoint_that_declares_nothing_lets_nobody_in(app: Flask, staff: Staff) -> None:
    app.view_functions["undeclared"] = lambda: "secret"
    app.url_map.add(app.url_rule_class("/undeclared", endpoint="undeclared", methods={"GET"}))
    for client in (app.test_client(), staff(*Role)):
        response = client.get("/undeclared")
        assert response.status_code == 403
        assert "secret" not in response.get_data(as_text=True)
