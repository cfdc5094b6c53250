"""What carries a campaign out into the world: its link, its QR code, ready words. No tracker in any of them."""

from dataclasses import dataclass
from functools import lru_cache

from flask import Response

from participation.campaigns.models import Campaign
from participation.foundation.clock import show_date
from participation.foundation.qr import qr_code

KEPT_SECONDS = 3600
END_OF_SENTENCE = (".", "?", "!", "…")


@dataclass(frozen=True)
class Caption:
    """Words ready to be copied, and where they fit."""

    key: str
    place: str
    text: str


def campaign_address(site_url: str, slug: str) -> str:
    """The whole address of a campaign."""
    return f"{site_url}/c/{slug}"


def results_address(site_url: str, slug: str) -> str:
    """The whole address of what a campaign heard and did."""
    return f"{site_url}/results/{slug}"


def plain_address(address: str) -> str:
    """An address as people read it out: without https://."""
    return address.partition("://")[2] or address


@lru_cache(maxsize=128)
def qr_svg(address: str) -> bytes:
    """The QR code of an address as an SVG file."""
    return qr_code(address)


def qr_response(address: str) -> Response:
    """The QR code of an address, for an `img`."""
    return kept(Response(qr_svg(address), mimetype="image/svg+xml"))


def kept(response: Response) -> Response:
    """A picture that browsers may keep for a while: it is the same for everybody."""
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response


def captions(campaign: Campaign, site_url: str) -> list[Caption]:
    """Words to send with the link while people can take part. They say only what the campaign says."""
    link = campaign_address(site_url, campaign.slug)
    minutes = "1 minute" if campaign.minutes_needed == 1 else f"{campaign.minutes_needed} minutes"
    until = f" Open until {show_date(campaign.closes_on)}." if campaign.closes_on else ""
    back = f" You hear back by {show_date(campaign.hear_back_by)}." if campaign.hear_back_by else ""
    title = campaign.title if campaign.title.endswith(END_OF_SENTENCE) else f"{campaign.title}."
    ages = f"aged {campaign.youngest} to {campaign.oldest}"
    summary = f" {campaign.summary}" if campaign.summary else ""
    return [
        Caption("message", "Text message or chat", f"{title} Have your say in {minutes}: {link}"),
        Caption(
            "post",
            "Post for young people",
            f"{title}{summary} It takes about {minutes}. We do not ask your name.{until}{back}\n{link}",
        ),
        Caption(
            "families",
            "Newsletter for parents and carers",
            f"Children and young people {ages} can have their say: “{campaign.title}”.{summary} It takes about "
            f"{minutes}, without an account, and nobody is asked for a name. A person reads every view before "
            f"anything is shown.{until}{back} {link}",
        ),
        Caption(
            "workers",
            "E-mail to people who work with young people",
            f"“{campaign.title}” is open to anyone {ages}.{summary} Could you show it to the young people you "
            f"work with? The link, a poster and a QR code are here: {link} and {link}/poster.{until}{back}",
        ),
    ]


def result_captions(campaign: Campaign, site_url: str) -> list[Caption]:
    """Words to send with the link to what was heard and done."""
    link = results_address(site_url, campaign.slug)
    return [
        Caption(
            "results-message",
            "Results: text message or chat",
            f"You said, we did: “{campaign.title}”. See what people told us and what happens now: {link}",
        ),
        Caption(
            "results-post",
            "Results: post for young people",
            f"You told us about “{campaign.title}”. We read every view. Here is what you said, what we will do, "
            f"and what we cannot do and why.\n{link}",
        ),
    ]
