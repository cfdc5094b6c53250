"""What one running deployment has: its settings, keys, sealer and limits."""

from dataclasses import dataclass

from flask import current_app

from participation.foundation.keys import Keys, load_keys
from participation.foundation.rates import Limiter
from participation.foundation.sealing import Sealer
from participation.settings import Settings

EXTENSION = "deployment"


@dataclass(frozen=True)
class Deployment:
    """Held by the app; reached by `deployment()`."""

    settings: Settings
    keys: Keys
    sealer: Sealer
    limiter: Limiter


def set_up(settings: Settings) -> Deployment:
    """Load or make the keys and put the deployment together."""
    keys = load_keys(settings.keys_dir, settings.secret_key, settings.sealing_key, settings.receipt_key)
    return Deployment(settings, keys, Sealer(keys), Limiter(settings.redis_url, keys.session))


def deployment() -> Deployment:
    """The deployment of the app in hand."""
    held: Deployment = current_app.extensions[EXTENSION]
    return held
