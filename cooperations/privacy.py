"""Verdicts on the fields of cooperations (see :mod:`accounts.privacy`).

Free texts are called personal, because nobody can know whom they name; figures of firms are not.
"""

from accounts.privacy import Retention, Source, classify, every

SELF, OTHERS, MACHINE = Source.SELF, Source.OTHERS, Source.MACHINE
KEPT = Retention.COOPERATION

classify(
    "cooperations.Cooperation",
    KEPT,
    **every("manager deputy_manager manager_note", True, OTHERS),
    **every("title joint_goal ending_terms pause_reason outcome lessons", True, OTHERS),
    **every("kind field mode state goal_on starts_on review_on rhythm_days", False, OTHERS),
    **every("amounts_visibility currency paused_until firms", False, OTHERS),
    **every("active_since nag_from ended_on created_at shard", False, MACHINE),
    **every("last_life_sign_at life_days life_until stall_at quiet_on attention_on", False, MACHINE),
)
classify(
    "cooperations.Party",
    KEPT,
    **every("responsible deputy own_goal", True, OTHERS),
    **every("cooperation firm agreed_give_share agreed_get_share joined_on left_on", False, OTHERS),
    **every("last_life_sign_at", False, MACHINE),
)
classify(
    "cooperations.AgreementVersion",
    KEPT,
    **every("terms proposed_by proposed_at", True, OTHERS),
    **every("cooperation number digest state in_force_at", False, MACHINE),
)
classify(
    "cooperations.Approval",
    KEPT,
    **every("user name substance_seen at", True, SELF),
    **every("version party digest", False, MACHINE),
)
classify(
    "cooperations.Event",
    KEPT,
    **every("actor at data", True, MACHINE),
    **every("cooperation kind life_sign party", False, MACHINE),
)
classify(
    "cooperations.Pledge",
    KEPT,
    **every("text", True, OTHERS),
    **every("party kind quantity unit rhythm value due_on substance withdrawn_at", False, OTHERS),
    **every("created_at", False, MACHINE),
)
classify(
    "cooperations.SuccessMeasure",
    KEPT,
    **every("text", True, OTHERS),
    **every("party baseline target unit due_on reached_on", False, OTHERS),
    **every("created_at", False, MACHINE),
)
classify(
    "cooperations.Contribution",
    KEPT,
    **every("text logged_by logged_at", True, SELF),
    **every("cooperation party pledge kind quantity unit value currency happened_on is_gift corrects", False, SELF),
    **every("token", False, MACHINE),
)
classify(
    "cooperations.ContributionVerdict",
    KEPT,
    **every("by at verdict reason", True, SELF),
    **every("contribution party", False, SELF),
)
classify(
    "cooperations.Benefit",
    KEPT,
    **every("text thanks logged_by logged_at", True, SELF),
    **every("cooperation party giver value currency happened_on", False, SELF),
)
classify(
    "cooperations.Task",
    KEPT,
    **every("owner offered_by title done_when decline_reason drop_reason", True, OTHERS),
    **every("due_on first_due_on moved_count state accepted_at done_at dropped_at", True, SELF),
    **every("cooperation party for_party created_at", False, OTHERS),
)
