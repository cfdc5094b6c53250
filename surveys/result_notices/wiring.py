"""Ties the notices of results to the app."""

from participation.foundation import jobs, registries, retention
from participation.foundation.resealing import resealers
from surveys.result_notices import services
from surveys.result_notices.retention import rule


def install() -> None:
    """Register who is told when results are out, the job that tells them, and how long addresses are kept."""
    jobs.handles(services.JOB, services.tell_hosts)
    registries.after_publishing.add(services.results_are_out)
    resealers.add(services.reseal_notices)
    retention.add_rule(rule())
