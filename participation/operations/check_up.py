"""The check-up behind `participation doctor`: every setting and state that is unsafe, missing or stale."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from moderation.verifying import verify_cases
from participation.accounts.models import Person, SecondFactor
from participation.accounts.second_factor import is_required_of
from participation.campaigns.models import Campaign
from participation.foundation import audit, clock, jobs, retention
from participation.foundation.access import TRUSTED
from participation.foundation.audit import AuditEvent
from participation.foundation.database import db
from participation.foundation.deployment import deployment
from participation.foundation.health import Check, Finding, fine, look, unsafe
from participation.foundation.languages import OTHERS
from participation.languages.queries import is_in_force, last_reviews
from participation.operations import machine
from participation.pages.complaints.queries import complaint_levels
from participation.plan.models import PlanVersion
from participation.settings import HelpLine, Settings
from surveys.models import Submission

#: A number that a child may need is looked at twice a year, a legal page once.
HELP_IS_STALE = timedelta(days=183)
LEGAL_IS_STALE = timedelta(days=366)
BACKUP_IS_OLD = timedelta(days=7)
LONG_WAIT = timedelta(days=3)


def examine() -> list[Finding]:
    """Look at everything. Whatever cannot be looked at is said too; nothing is changed."""
    findings: list[Finding] = []
    for check in CHECKS:
        try:
            findings += check()
        except SQLAlchemyError as error:
            db.session.rollback()
            what = check.__name__.strip("_").replace("_", " ")
            findings.append(
                unsafe(
                    what,
                    f"could not be looked at ({type(error).__name__})",
                    "See what is said of the database.",
                )
            )
    return findings


def _settings() -> Settings:
    return deployment().settings


def _public_address() -> Iterator[Finding]:
    settings = _settings()
    if settings.environment == "production":
        yield fine("environment", "production")
    else:
        yield look(
            "environment", "development", "Set ENVIRONMENT=production before young people use the site."
        )
    if settings.is_secure and not settings.trusted_proxies:
        yield look(
            "proxy",
            "none is trusted, so everybody seems to come from one address and limits hold for all together",
            "Set TRUSTED_PROXIES=1 behind a proxy that reads forms whole, as `deploy/nginx.conf` does.",
        )
    if settings.is_secure:
        yield fine("public address", "https")
    else:
        yield look("public address", "not https", "Put a proxy that speaks https in front and set SITE_URL.")


def _second_steps() -> Iterator[Finding]:
    what, settings = "second step of signing in", _settings()
    people = db.session.scalars(
        select(Person)
        .outerjoin(SecondFactor, SecondFactor.person_id == Person.id)
        .where(Person.is_active, SecondFactor.confirmed_at.is_(None))
    ).all()
    if settings.second_factor_for != "nobody":
        owing = sum(map(is_required_of, people))
        yield fine(what, f"required of {settings.second_factor_for}; {owing} have still to set it up")
        return
    trusted = sum(bool(TRUSTED & person.role_set) for person in people)
    said = f"required of nobody; {trusted} who read unchecked words or manage accounts have a password alone"
    if settings.environment == "production":
        yield unsafe(what, said, "Take SECOND_FACTOR_REQUIRED=nobody out of the settings.")
    else:
        yield look(what, said, "Set SECOND_FACTOR_REQUIRED=trusted; production asks for it by itself.")


def _demonstration() -> Iterator[Finding]:
    count = db.session.scalar(select(func.count()).where(Person.is_demo)) or 0
    if count:
        yield look(
            "demonstration",
            f"{count} accounts with a well-known password",
            "Run `participation demo remove` before young people use the site.",
        )
    else:
        yield fine("demonstration", "not here")


def _help_lines() -> Iterator[Finding]:
    settings = _settings()
    if not settings.help_lines:
        yield unsafe("help lines", "none", "Set HELP_LINES: a child must find somebody to turn to.")
    for line in (*settings.help_lines, settings.regulator, settings.equality_adviser):
        yield _help_line(line)
    if settings.front_door_phone:
        yield _dated(
            "front door number", settings.front_door_last_checked, HELP_IS_STALE, "FRONT_DOOR_LAST_CHECKED"
        )
    else:
        yield look(
            "front door number", "not set", "Set FRONT_DOOR_PHONE: moderators need it when it is urgent."
        )


def _help_line(line: HelpLine) -> Finding:
    return _dated(f"number of {line.name}", line.last_checked, HELP_IS_STALE, "its last_checked")


def _legal_pages() -> Iterator[Finding]:
    settings = _settings()
    needed = {
        "DATA_CONTROLLER": settings.data_controller,
        "DATA_PROTECTION_EMAIL": settings.data_protection_email,
        "CONTACT_EMAIL": settings.contact_email,
    }
    missing = [name for name, value in needed.items() if not value]
    if missing:
        yield look(
            "legal pages", f"say “not set yet” for {', '.join(missing)}", "Set them; only you can know them."
        )
    yield _dated("legal pages", settings.legal_last_checked, LEGAL_IS_STALE, "LEGAL_LAST_CHECKED")
    yield _dated(
        "accessibility test", settings.accessibility_last_tested, LEGAL_IS_STALE, "ACCESSIBILITY_LAST_TESTED"
    )


def _languages() -> Iterator[Finding]:
    """A language goes off by itself when a sentence that must be right was added or changed."""
    for language in OTHERS:
        last = last_reviews().get(language.code)
        if last is None or not last.seal:
            continue
        what = f"pages in {language.english_name}"
        if is_in_force(last):
            yield fine(what, f"read on {clock.show_date(last.reviewed_on)} as they are")
        else:
            yield look(
                what,
                f"switched off: words changed since they were read on {clock.show_date(last.reviewed_on)}",
                "Have somebody who reads it well read it again, under Languages.",
            )


def _dated(what: str, day: date | None, stale_after: timedelta, setting: str) -> Finding:
    if day is None:
        return look(what, "never checked", f"Have it checked, then set {setting}.")
    if clock.today() - day > stale_after:
        return look(
            what, f"last checked on {clock.show_date(day)}", f"Have it checked again, then set {setting}."
        )
    return fine(what, f"checked on {clock.show_date(day)}")


def _background_work() -> Iterator[Finding]:
    dead = len(jobs.dead_letters())
    if dead:
        yield look(
            "background work",
            f"{dead} jobs were given up",
            "See the log for `job_failed`, then ask for them again.",
        )
    else:
        yield fine("background work", f"{jobs.open_count()} jobs wait or run")
    oldest = db.session.scalar(select(func.min(Submission.arrived_at)).where(~Submission.is_checked))
    if oldest is not None and clock.now() - oldest > timedelta(hours=1):
        yield unsafe(
            "automatic check",
            "views have waited more than an hour for it",
            "Start a worker: `participation work`.",
        )


def _reading() -> Iterator[Finding]:
    oldest = db.session.scalar(select(func.min(Submission.arrived_at)).where(Submission.state == "pending"))
    if oldest is None:
        yield fine("views waiting for a person", "none")
        return
    waited = clock.now() - oldest
    said = f"the oldest waits for {waited.days} days"
    if waited > LONG_WAIT:
        yield unsafe("views waiting for a person", said, "Somebody must read: one of them may need help.")
    else:
        yield fine("views waiting for a person", said)


def _records() -> Iterator[Finding]:
    trail, concerns = audit.verify(), verify_cases()
    if trail.broken_at is None and not concerns.broken:
        yield fine("audit trail", f"{trail.events} events and {concerns.cases} concerns, unbroken")
    else:
        yield unsafe(
            "audit trail", "was altered", "Run `participation audit verify` and tell your security officer."
        )


def _plan() -> Iterator[Finding]:
    last = db.session.scalar(select(func.max(PlanVersion.ends_on)))
    if last is not None and last < clock.today():
        yield look("plan", f"ran out on {clock.show_date(last)}", "Enter the new plan under Plan.")
    campaigns = db.session.scalar(select(func.count()).select_from(Campaign)) or 0
    yield fine("campaigns", str(campaigns))


def _complaints() -> Iterator[Finding]:
    levels = complaint_levels()
    if levels.overdue:
        yield unsafe(
            "complaints about data",
            f"{levels.overdue} overdue: their senders were not told in time that we have them",
            "Tell them today, under Complaints.",
        )
    elif levels.answer_late:
        yield look(
            "complaints about data", f"{levels.answer_late} not answered in time", "See under Complaints."
        )
    else:
        yield fine("complaints about data", f"{levels.waiting} waiting, none late")


def _backup() -> Iterator[Finding]:
    last = db.session.scalar(select(func.max(AuditEvent.at)).where(AuditEvent.action == "backed_up"))
    if last is None:
        yield look("backup", "none was made yet", "Run `participation backup FILE` every night.")
    elif clock.now() - last > BACKUP_IS_OLD:
        yield look(
            "backup",
            f"the last is of {clock.show_date(last)}",
            "Run `participation backup FILE` every night.",
        )
    else:
        yield fine("backup", f"the last is of {clock.show_date(last)}")


def _retention() -> Iterator[Finding]:
    last = retention.last_run()
    due = sum(outcome.count for outcome in retention.preview())
    if due and (last is None or clock.today() - last > timedelta(days=2)):
        advice = "Start a worker, or `participation retention run`."
        if retention.needs_a_person():
            advice = (
                "None goes by itself after so long. Is the clock right? Then `participation retention run`."
            )
        yield unsafe("retention", f"{due} things are past their term", advice)
    else:
        yield fine(
            "retention", f"last run on {clock.show_date(last)}" if last else "nothing is past its term"
        )


CHECKS: tuple[Check, ...] = (
    machine.database,
    machine.writing,
    machine.keys,
    _public_address,
    _second_steps,
    _demonstration,
    _help_lines,
    _legal_pages,
    _languages,
    machine.disk,
    machine.redis_server,
    _background_work,
    _reading,
    _records,
    _plan,
    _retention,
    _complaints,
    _backup,
)
