"""The icons in use: one list, from which ``build.py`` makes the sprite and a test checks the templates.

A name is that of an outline icon of @tabler/icons. Add it here and run ``python -m coopnet.front.build --sprite``.
"""

# fmt: off
ICONS = frozenset({
    "address-book", "alert-octagon", "alert-triangle", "arrow-back-up", "arrow-right", "at", "ban", "bell",
    "building", "building-store", "bulb", "calendar", "calendar-event", "calendar-plus", "calendar-time", "check",
    "checklist", "checks", "chevron-down", "chevron-left", "chevron-right", "chevron-up", "circle", "circle-check",
    "circle-dashed", "circle-x", "clipboard-check", "clipboard-text", "clock-pause", "dots", "edit", "eye", "file",
    "file-import", "file-spreadsheet", "file-text", "filter", "flag", "gift", "heart", "heart-handshake", "help",
    "help-circle", "history", "home", "hourglass", "id", "inbox", "info-circle", "key", "keyboard", "language",
    "lifebuoy", "link", "list", "lock", "lock-open", "login", "logout", "mail", "mail-check", "mail-off",
    "mail-opened", "message", "message-2", "message-report", "messages", "mood-smile", "moon", "note", "notes",
    "package", "pencil", "phone", "player-pause", "player-play", "plus", "progress", "refresh",
    "rosette-discount-check", "scale", "search", "send", "settings", "share", "shield-check", "sun", "target",
    "trash", "trophy", "user", "user-check", "user-plus", "user-x", "users", "users-group", "users-plus", "world",
    "x",
})
# fmt: on
MARKS = frozenset({"egg", "ham", "pulse"})
"""Own icons, drawn on the same grid, in ``coopnet/front/marks/``."""
