"""Walking the queue as a browser without scripts does."""

from tests.auditing_client import AuditingClient, text_of

QUEUE = "/staff/queue"


def press(client: AuditingClient, page: str, button: str) -> str:
    """Press the button that says this on a page, as a browser would; gives where one lands."""
    soup = client.page(page)
    for form in soup.select("form"):
        for pressed in form.select("button"):
            if text_of(pressed).startswith(button):
                data = {
                    str(f["name"]): str(f.get("value", ""))
                    for f in form.select("input[name]")
                    if f.get("type") not in ("checkbox", "radio") or f.has_attr("checked")
                }
                covers = [str(f["value"]) for f in form.select("input[name=cover][checked]")]
                if covers:
                    data["cover"] = covers  # type: ignore[assignment]
                if pressed.get("name"):
                    data[str(pressed["name"])] = str(pressed["value"])
                answer = client.post(str(form["action"]), data=data)
                assert answer.status_code in (200, 302), answer.get_data(as_text=True)
                return answer.headers.get("Location", "")
    raise AssertionError(f"no button {button!r} on {page}")


def start(client: AuditingClient) -> str:
    """Hold the next view; gives its address."""
    return press(client, QUEUE, "Read the next one")
