"""What a phone needs where there is no signal: the service worker, and the page that says there is none."""

import hashlib
import json
from pathlib import Path

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from participation.foundation.access import public
from participation.foundation.deployment import deployment
from participation.foundation.looks import own_look
from participation.foundation.web import asset, public_stylesheet

blueprint = Blueprint("offline", __name__)

SCRIPT = "js/take-part.js"
FILES = (
    SCRIPT,
    "js/nudge.js",
    "js/receipt.js",
    "js/easier.js",
    "js/read-aloud.js",
    "img/favicon.svg",
)
#: Fetched when they are first wanted, and kept from then on.
LATER_FILES = ("data/first-names.txt", "js/easier.js", "js/read-aloud.js")
PAGES = ("/help-now", "/offline")
SOURCE = "js/service-worker.js"
#: A worker's own rules: it loads one script of ours and asks this site only.
WORKER_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'"


@blueprint.get("/sw.js")
@public
def worker() -> ResponseReturnValue:
    """The service worker of this release. It is registered by the take-part page alone."""
    source = Path(str(current_app.static_folder), SOURCE).read_text(encoding="utf-8")
    site = json.dumps(_site(source))
    response = Response(f"self.site = {site};\n{source}", mimetype="text/javascript")
    response.headers["Content-Security-Policy"] = WORKER_POLICY
    response.headers["Service-Worker-Allowed"] = "/"
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()  # phones ask for it on every visit
    return response.make_conditional(request)


@blueprint.get("/offline")
@public
def no_signal() -> ResponseReturnValue:
    """What still works without signal; the worker shows it in place of a page it does not have."""
    return render_template("surveys/no_signal.html")


def _site(source: str) -> dict[str, object]:
    """What the worker is told: a new release whenever a file, a number to call or the worker changed."""
    look = own_look()
    files = [public_stylesheet(), *(asset(name) for name in FILES)]
    files += [f"/logo/{look.logo}"] if look.logo else []
    later = [asset(name) for name in LATER_FILES]
    settings = deployment().settings
    to_call = [settings.emergency_phone, *(str(line) for line in settings.help_lines)]
    content = json.dumps([files, later, source, to_call])
    return {
        "release": hashlib.sha256(content.encode()).hexdigest()[:10],
        "files": files,
        "later": later,
        "pages": PAGES,
        "script": asset(SCRIPT),
    }
