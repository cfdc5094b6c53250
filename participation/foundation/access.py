"""Who may use which page: every endpoint declares it, and an undeclared one lets nobody in."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import ParamSpec, TypeVar

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from participation.foundation.errors import Refused
from participation.foundation.registries import Registry

P = ParamSpec("P")
R = TypeVar("R")
ACCESS = "_access"
#: What somebody signed in must do before any other page: each gives the address to go to, or None.
first_steps: Registry[[]] = Registry("what staff must do first")


class Role(StrEnum):
    """What a member of staff is trusted with. One person may hold several."""

    MODERATOR = "moderator"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    ALTERNATE_LEAD = "alternate_lead"
    ANALYST = "analyst"
    YOUNG_RESEARCHER = "young_researcher"
    PARTNER_OWNER = "partner_owner"
    DECISION_MAKER = "decision_maker"
    EQUALITY_LEAD = "equality_lead"
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    CAMPAIGN_MANAGER = "campaign_manager"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The role as the screen names it."""
        return self.value.replace("_", " ").capitalize()


#: Who may read what a child wrote before anybody covered a name in it, or concerns, or complaints, or let others in.
TRUSTED = frozenset(
    {
        Role.MODERATOR,
        Role.SAFEGUARDING_LEAD,
        Role.ALTERNATE_LEAD,
        Role.CAMPAIGN_MANAGER,
        Role.DATA_PROTECTION_OFFICER,
        Role.ADMINISTRATOR,
    }
)


@dataclass(frozen=True)
class Access:
    """A declaration: `is_public` for anyone, else staff holding any of `roles` (none named: any staff)."""

    is_public: bool
    roles: frozenset[Role]

    def admits(self, held: frozenset[Role]) -> bool:
        """Whether staff holding these roles may come in."""
        return self.is_public or not self.roles or bool(self.roles & held)


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Declare a page for anyone."""
    setattr(view, ACCESS, Access(True, frozenset()))
    return view


def staff_only(view: Callable[P, R]) -> Callable[P, R]:
    """Declare a page for any signed-in member of staff."""
    setattr(view, ACCESS, Access(False, frozenset()))
    return view


def requires(*roles: Role) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare a page for staff who hold any of these roles."""

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        setattr(view, ACCESS, Access(False, frozenset(roles)))
        return view

    return declare


def declared_access(endpoint: str) -> Access | None:
    """What an endpoint declares, None when it declares nothing."""
    found: Access | None = getattr(current_app.view_functions.get(endpoint), ACCESS, None)
    return found


def held_roles() -> frozenset[Role]:
    """The roles of whoever is asking; empty for the public."""
    return frozenset(getattr(current_user, "role_set", ()))


def install(app: Flask) -> None:
    """Check each request against its endpoint's declaration before anything else runs."""
    setattr(app.view_functions["static"], ACCESS, Access(True, frozenset()))

    @app.before_request
    def _guard() -> ResponseReturnValue | None:
        if request.endpoint is None:  # unknown address: the 404 page follows
            return None
        access = declared_access(request.endpoint)
        if access is None:
            raise Refused("Nobody has said who may use this page.")
        if access.is_public:
            return None
        if not current_user.is_authenticated:
            wanted = request.full_path.rstrip("?") if request.method == "GET" else None
            return redirect(url_for("accounts.sign_in", next=wanted))
        if not access.admits(held_roles()):
            raise Refused("Your role does not include this page. An administrator can change your roles.")
        first = next((step for step in first_steps.call() if step), None)
        return redirect(str(first)) if first else None
