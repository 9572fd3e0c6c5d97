"""The beat table: what happens regularly. Every line may be lost, doubled or late; the jobs are idempotent."""

BEAT = {
    # Looks for what is due and opens, closes and raises findings; once a day per person a digest comes of it.
    "nagging.sweep": {"task": "nagging.sweep", "schedule": 300.0, "options": {"expires": 300}},
    # Sends what stands in the outbox; a mail that was enqueued is asked for at once as well.
    "accounts.mail.send_due": {"task": "accounts.mail.send_due", "schedule": 20.0, "options": {"expires": 20}},
    # Starts what is agreed on its day, resumes what was paused until today.
    "cooperations.take_dated_steps": {
        "task": "cooperations.take_dated_steps",
        "schedule": 900.0,
        "options": {"expires": 900},
    },
    # Throws away uploads that nobody finished importing.
    "partners.clear_import_drafts": {
        "task": "partners.clear_import_drafts",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    # Chains new entries of the audit trail to those before.
    "accounts.seal_audit": {"task": "accounts.seal_audit", "schedule": 60.0, "options": {"expires": 60}},
    # Proves to /readyz that beat, broker and worker are alive.
    "coopnet.heartbeat": {"task": "coopnet.heartbeat", "schedule": 60.0, "options": {"expires": 60}},
}
