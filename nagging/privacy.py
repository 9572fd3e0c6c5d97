"""Verdicts on the fields of nagging (see :mod:`accounts.privacy`).

Who was reminded of what and how they answered is about a person; what a finding says of a cooperation is not.
"""

from accounts.privacy import Retention, Source, classify, every

SELF, MACHINE = Source.SELF, Source.MACHINE

classify(
    "nagging.Finding",
    Retention.REMINDER,
    **every("evidence promised_for promises help_wanted_at", True, SELF),
    **every("rule rule_version subject_id scope_id shard episode since opened_at", False, MACHINE),
    **every("closed_at close_reason rung next_step_on held quiet_until", False, MACHINE),
)
classify("nagging.Answer", Retention.REMINDER, **every("finding person kind promised_for text at", True, SELF))
classify("nagging.Digest", Retention.REMINDER, **every("person day created_at mail answered_at", True, MACHINE))
classify(
    "nagging.Nag",
    Retention.REMINDER,
    **every("finding rung person digest is_notice state suppressed_reason created_at sent_at", True, MACHINE),
)
classify("nagging.Pace", Retention.ACCOUNT, **every("person since", True, SELF))
