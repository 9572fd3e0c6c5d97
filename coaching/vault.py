"""The only door to what must stay confidential: a coach's private notes and the votes on a coach.

Every engagement has a key of its own (AES-256-GCM). It is stored wrapped by a second key that is derived from
``settings.VAULT_KEY`` and never enters the database, so a dump or a backup alone opens nothing. Each ciphertext is
bound to its place (engagement, row, author) as associated data: moved to another row or author, it does not open.
Destroying the wrapped key is the erasure: whatever copies of the ciphertext remain cannot be read any more.

Nothing here logs, and no object that carries a plaintext shows it in its ``repr``. Whoever operates the server could
still decrypt; the pages say so where notes are typed.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import Http404
from django.views.decorators.debug import sensitive_variables

from coaching.enums import Vote
from coaching.models import Ballot, CoachVote, Engagement, EngagementKey, Member, PrivateNote, Session

FORMAT = b"\x01"
NONCE_BYTES = 12
SHORTEST_VAULT_KEY = 32
_VOTE_BYTES = {Vote.WANT: b"w", Vote.CAN_ACCEPT: b"a", Vote.CANNOT_ACCEPT: b"n"}
_BYTE_VOTES = {code: vote for vote, code in _VOTE_BYTES.items()}


class NotVisible(Http404):
    """Somebody who is not the author asked; answered like something that does not exist."""


class Unreadable(Exception):
    """The ciphertext does not open: its key was destroyed, or it was altered or moved."""


@dataclass(frozen=True)
class Note:
    """One private note, opened for its author. ``text`` is None when it cannot be opened any more."""

    id: UUID
    session_id: int | None
    written_at: datetime
    text: str | None = field(repr=False)


@sensitive_variables()
@transaction.atomic
def write_note(engagement: Engagement, *, author, text: str, now: datetime, session: Session | None = None) -> UUID:
    """Store ``text`` as the author's note on ``session`` (one per session, overwritten) or on the whole engagement.

    Raises :class:`NotVisible` unless ``author`` is the coach of the engagement and the session belongs to it, and
    :class:`Unreadable` when the key of the engagement was destroyed.
    """
    # Locked: two autosaves of one person must find the same note.
    mine = Engagement.objects.select_for_update(no_key=True).filter(pk=engagement.pk, coach=author).first()
    if mine is None or (session is not None and session.engagement_id != engagement.pk):
        raise NotVisible
    note = PrivateNote(engagement=engagement, author=author, session=session, written_at=now)
    known = session and PrivateNote.objects.filter(session=session, author=author).first()
    if known:
        note = known
        note.written_at = now
    note.ciphertext = _seal(_key(engagement, now), text.encode(), _note_place(note))
    if known:
        note.save(update_fields=["ciphertext", "written_at"])
    else:
        note.save(force_insert=True)
    return note.pk


@sensitive_variables()
def read_notes(engagement: Engagement, *, reader, session: Session | None = None) -> list[Note]:
    """The reader's own notes of this engagement, newest first; with ``session`` only the one on it.

    Raises :class:`NotVisible` for anybody but the coach of the engagement: a predecessor and a successor, too.
    """
    if engagement.coach_id != reader.pk:
        raise NotVisible
    rows = PrivateNote.objects.filter(engagement=engagement, author=reader)
    if session is not None:
        rows = rows.filter(session=session)
    rows = list(rows)
    if not rows:
        return []
    key = _known_key(engagement)
    return [Note(row.pk, row.session_id, row.written_at, _text_or_none(key, row)) for row in rows]


def delete_note(note_id: UUID, *, author) -> None:
    """Remove one note; :class:`NotVisible` for everybody but its author."""
    deleted, _rows = PrivateNote.objects.filter(pk=note_id, author=author, engagement__coach=author).delete()
    if not deleted:
        raise NotVisible


@transaction.atomic
def destroy_key(engagement: Engagement, *, now: datetime) -> bool:
    """Erase all private notes and open votes of the engagement for good; False when that was done before."""
    destroyed = EngagementKey.objects.filter(engagement=engagement, destroyed_at__isnull=True).update(
        wrapped=b"", destroyed_at=now
    )
    PrivateNote.objects.filter(engagement=engagement).delete()
    CoachVote.objects.filter(ballot__engagement=engagement).delete()
    if not destroyed:
        # Without a key there is nothing to read, but the mark also keeps a new key from being made.
        _row, destroyed = EngagementKey.objects.get_or_create(
            engagement=engagement, defaults={"wrapped": b"", "created_at": now, "destroyed_at": now}
        )
    return bool(destroyed)


def destroyed_at(engagement: Engagement) -> datetime | None:
    """When the notes of this engagement were erased, None while they are not."""
    return EngagementKey.objects.filter(engagement=engagement).values_list("destroyed_at", flat=True).first()


@sensitive_variables()
def cast_vote(ballot: Ballot, *, member: Member, vote: Vote, now: datetime) -> None:
    """Keep the member's vote sealed; every vote has the same length, an earlier one is replaced."""
    sealed = _seal(_key(ballot.engagement, now), _VOTE_BYTES[vote], _vote_place(ballot, member))
    CoachVote.objects.update_or_create(ballot=ballot, member=member, defaults={"sealed": sealed})


def voted_in(ballot_ids: Iterable[int], user) -> set[int]:
    """In which of these ballots ``user`` has voted: for their own page, never for anybody else's."""
    votes = CoachVote.objects.filter(ballot__in=list(ballot_ids), member__user=user, member__left_at__isnull=True)
    return set(votes.values_list("ballot", flat=True))


@sensitive_variables()
def own_vote(ballot: Ballot, *, member: Member) -> Vote | None:
    """What this member voted, for this member; None when they have not."""
    row = CoachVote.objects.filter(ballot=ballot, member=member).first()
    return None if row is None else _opened_vote(_known_key(ballot.engagement), ballot, row)


@sensitive_variables()
def count_ballot(ballot: Ballot, *, voters: list[Member]) -> bool | None:
    """True when all ``voters`` accept, False when all have voted and somebody cannot, None while a vote is missing.

    A refusal changes nothing before the last vote is in: otherwise the moment would tell whose it was.
    """
    rows = {row.member_id: row for row in CoachVote.objects.filter(ballot=ballot)}
    if not voters or any(member.pk not in rows for member in voters):
        return None
    key = _known_key(ballot.engagement)
    opened = [_opened_vote(key, ballot, rows[member.pk]) for member in voters]
    return Vote.CANNOT_ACCEPT not in opened


def forget_votes(ballot: Ballot) -> None:
    """Delete the votes of a ballot that is over."""
    CoachVote.objects.filter(ballot=ballot).delete()


def _note_place(note: PrivateNote) -> bytes:
    return f"coopnet note|{note.engagement_id}|{note.pk}|{note.author_id}".encode()


def _vote_place(ballot: Ballot, member: Member) -> bytes:
    return f"coopnet vote|{ballot.engagement_id}|{ballot.pk}|{member.pk}".encode()


@sensitive_variables()
def _opened_vote(key: AESGCM, ballot: Ballot, row: CoachVote) -> Vote:
    return _BYTE_VOTES[_open(key, bytes(row.sealed), _vote_place(ballot, row.member))]


@sensitive_variables()
def _text_or_none(key: AESGCM | None, row: PrivateNote) -> str | None:
    try:
        return None if key is None else _open(key, bytes(row.ciphertext), _note_place(row)).decode()
    except Unreadable:
        return None


@sensitive_variables()
def _seal(key: AESGCM, plain: bytes, place: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return FORMAT + nonce + key.encrypt(nonce, plain, place)


@sensitive_variables()
def _open(key: AESGCM | None, sealed: bytes, place: bytes) -> bytes:
    if key is None or sealed[:1] != FORMAT:
        raise Unreadable
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return key.decrypt(nonce, body, place)
    except InvalidTag as error:
        raise Unreadable from error


@sensitive_variables()
def _wrapping_key() -> AESGCM:
    secret = getattr(settings, "VAULT_KEY", "")
    if len(secret) < SHORTEST_VAULT_KEY:
        raise ImproperlyConfigured(f"VAULT_KEY must be set to a secret of {SHORTEST_VAULT_KEY} characters or more")
    raw = secret if isinstance(secret, bytes) else secret.encode()
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=b"coopnet vault 1").derive(raw))


@sensitive_variables()
def _key(engagement: Engagement, now: datetime) -> AESGCM:
    """The key of the engagement, made on first use; :class:`Unreadable` once it was destroyed."""
    place = f"coopnet key|{engagement.pk}".encode()
    row = EngagementKey.objects.filter(engagement=engagement).first()
    if row is None:
        fresh = _seal(_wrapping_key(), AESGCM.generate_key(bit_length=256), place)
        # Two people at once: one row wins, both use it.
        row, _made = EngagementKey.objects.get_or_create(
            engagement=engagement, defaults={"wrapped": fresh, "created_at": now}
        )
    if row.destroyed_at is not None:
        raise Unreadable
    return AESGCM(_open(_wrapping_key(), bytes(row.wrapped), place))


@sensitive_variables()
def _known_key(engagement: Engagement) -> AESGCM | None:
    """The key of the engagement for reading, None when there is none or it was destroyed."""
    row = EngagementKey.objects.filter(engagement=engagement, destroyed_at__isnull=True).first()
    if row is None:
        return None
    return AESGCM(_open(_wrapping_key(), bytes(row.wrapped), f"coopnet key|{engagement.pk}".encode()))
