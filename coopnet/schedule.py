"""The beat table: what happens regularly. Every line may be lost, doubled or late; the jobs are idempotent."""

BEAT = {
    # Looks for what is due and opens, closes and raises findings; once a day per person a digest comes of it.
    "nagging.sweep": {"task": "nagging.sweep", "schedule": 300.0, "options": {"expires": 300}},
    # Sends what stands in the outbox; a mail that was enqueued is asked for at once as well.
    "accounts.mail.send_due": {"task": "accounts.mail.send_due", "schedule": 20.0, "options": {"expires": 20}},
    # Proves to /readyz that beat, broker and worker are alive.
    "coopnet.heartbeat": {"task": "coopnet.heartbeat", "schedule": 60.0, "options": {"expires": 60}},
}
