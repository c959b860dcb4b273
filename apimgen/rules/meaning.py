"""The rules about meaning: what is well-formed and complete, and yet goes wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from apimgen.rules import (
    base_url_behind_backend_id,
    buffered_stream,
    comment_in_attribute,
    double_slash,
    fail_on_error_in_retry,
    lost_body,
    missing_base,
    misspelt_variable,
    placeholder_left,
    retry_may_repeat_backend,
    retry_without_buffering,
    secret_in_clear,
    seeded_random,
    several_backend_policies,
    throwing_retry_after,
    unguarded_response,
    unknown_ids,
    unpaired_cache,
    unreachable_branch,
    unused_variable,
    wrong_scope,
    wrong_tier,
)

if TYPE_CHECKING:
    from apimgen.analysis.reporter import Reporter
    from apimgen.analysis.service_facts import Known
    from apimgen.document.reader import Document


class Check(Protocol):
    """One rule, or a few that look at the same."""

    def __call__(self, document: Document, known: Known, report: Reporter, /) -> None:
        """Says to ``report`` what is wrong with ``document``."""


CHECKS: tuple[Check, ...] = (
    several_backend_policies.check,
    retry_without_buffering.check,
    unguarded_response.check,
    seeded_random.check,
    retry_may_repeat_backend.check,
    throwing_retry_after.check,
    fail_on_error_in_retry.check,
    unreachable_branch.check,
    double_slash.check,
    buffered_stream.check,
    unknown_ids.check,
    wrong_scope.check,
    wrong_tier.check,
    unpaired_cache.check,
    placeholder_left.check,
    secret_in_clear.check,
    base_url_behind_backend_id.check,
    comment_in_attribute.check,
    lost_body.check,
    misspelt_variable.check,
    missing_base.check,
    unused_variable.check,
)


def check_meaning(document: Document, known: Known, report: Reporter) -> None:
    """Runs all of them."""
    for check in CHECKS:
        check(document, known, report)
