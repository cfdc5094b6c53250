"""Builds the app: the one module that may import everything."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask, render_template, request
from werkzeug.middleware.proxy_fix import ProxyFix

from analysis import wiring as analysis
from moderation import wiring as moderation
from participation import jobs
from participation.accounts import sessions, single_sign_on
from participation.accounts import wiring as accounts
from participation.accounts.session_cookie import StaffCookies
from participation.campaigns import wiring as campaigns
from participation.demonstration import wiring as demonstration
from participation.demonstration.presence import refuse_in_production
from participation.foundation import access, compression, error_pages, logs, requests, transactions, web
from participation.foundation.database import db, driver_address, engine_options, prepare_engine
from participation.foundation.deployment import EXTENSION, set_up
from participation.foundation.extensions import babel, csrf, login_manager
from participation.foundation.languages import WrittenCatalogues, wanted_locale
from participation.foundation.rendering import prepare_templates
from participation.languages import wiring as languages
from participation.look import wiring as look
from participation.pages import wiring as pages
from participation.pages.operations import blueprint as operations
from participation.plan import wiring as plan
from participation.settings import CHECKOUT, Settings, load_settings
from surveys import wiring as surveys

FEATURES = (accounts, languages, look, plan, campaigns, surveys, moderation, analysis, pages, demonstration)
LARGEST_FORM = 2 * 1024 * 1024


class Site(Flask):
    """The site. No view here is asynchronous, and none is looked at on each request to find that out."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function itself."""
        return func


def create_app(settings: Settings | None = None) -> Flask:
    """The whole site for one deployment.

    Raises:
        SettingsError: when a setting is wrong or unsafe.
    """
    settings = settings or load_settings()
    refuse_in_production(settings)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    logs.configure(settings.log_level)
    app = Site("participation", template_folder=str(template_folder()), static_folder="static")
    _configure(app, settings)
    _set_up_extensions(app, settings)
    _install_rules(app, settings)
    _register_blueprints(app)
    jobs.install(app, settings)
    app.extensions["look_now"] = lambda: jobs.look(app, tail=0)
    return app


def template_folder() -> Path:
    """Templates beside the checkout, else inside the installed package."""
    beside = CHECKOUT / "templates"
    return beside if beside.is_dir() else Path(__file__).resolve().parent / "templates"


def _configure(app: Flask, settings: Settings) -> None:
    held = set_up(settings)
    app.extensions[EXTENSION] = held
    address = driver_address(settings.database_address)
    app.config.update(
        SECRET_KEY=held.keys.session,
        SQLALCHEMY_DATABASE_URI=address,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(address),
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        PERMANENT_SESSION_LIFETIME=sessions.LONGEST,
        SESSION_COOKIE_NAME="__Host-staff" if settings.is_secure else "staff",
        SESSION_COOKIE_SECURE=settings.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # the token lives as long as the session: a long read must not lose a decision
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_SSL_STRICT=False,  # Origin is compared with Host for every form, https or not
        BABEL_DEFAULT_LOCALE="en_GB",
    )


def _set_up_extensions(app: Flask, settings: Settings) -> None:
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    babel.init_app(app, locale_selector=wanted_locale)
    babel.domain_instance = WrittenCatalogues()
    app.session_interface = StaffCookies()
    csrf.init_app(app)
    login_manager.init_app(app)
    sessions.install(login_manager)
    single_sign_on.install(app, settings)


def _install_rules(app: Flask, settings: Settings) -> None:
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    requests.install(app)
    compression.install(app)
    transactions.install(app)
    logs.install(app)
    web.install(app, is_secure=settings.is_secure)
    access.install(app)
    error_pages.install(app, render_template)

    @app.before_request
    def _token() -> None:
        declared = access.declared_access(request.endpoint or "")
        if declared is not None and not declared.is_public:
            csrf.protect()

    prepare_templates(app)


def _register_blueprints(app: Flask) -> None:
    app.register_blueprint(operations)
    for feature in FEATURES:
        feature.install(app)
