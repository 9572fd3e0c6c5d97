"""The icons in use: one list, from which ``build.py`` makes the sprite and a test checks the templates.

A name is that of an outline icon of @tabler/icons. Add it here and run ``python -m coopnet.front.build --sprite``.
"""

# fmt: off
ICONS = frozenset({
    "address-book", "adjustments", "alarm", "alert-circle", "alert-octagon", "alert-triangle", "archive",
    "arrow-back-up", "arrow-left", "arrow-right", "arrow-up-right", "at", "ban", "bell", "bell-off", "bolt", "book",
    "briefcase", "building", "building-store", "bulb", "calendar", "calendar-due", "calendar-event",
    "calendar-plus", "calendar-time", "cash", "chart-line", "check", "checklist", "checks", "chevron-down",
    "chevron-left", "chevron-right", "chevron-up", "circle", "circle-check", "circle-dashed", "circle-plus",
    "circle-x", "clipboard-check", "clipboard-list", "clipboard-text", "clock", "clock-pause", "coin", "copy",
    "dots", "dots-vertical", "download", "edit", "external-link", "eye", "eye-off", "file", "file-import",
    "file-spreadsheet", "file-text", "filter", "flag", "flame", "folder", "gift", "hand-stop", "heart",
    "heart-handshake", "help", "help-circle", "history", "home", "hourglass", "id", "inbox", "info-circle", "key",
    "keyboard",
    "language", "layout-dashboard", "layout-kanban", "lifebuoy", "link", "list", "list-check", "list-details",
    "lock", "lock-open", "login", "logout", "mail", "mail-check", "mail-forward", "mail-off", "mail-opened",
    "map-pin", "menu-2", "message", "message-2", "message-circle", "message-report", "messages", "microphone",
    "minus", "mood-smile", "moon", "news", "note", "notebook", "notes", "package", "pencil", "phone", "phone-call",
    "phone-outgoing", "player-pause", "player-play", "player-stop", "plus", "printer", "progress", "question-mark",
    "refresh", "repeat", "report-money", "rocket", "rosette-discount-check", "scale", "school", "search", "send",
    "settings", "share", "shield-check", "shield-lock", "sparkles", "speakerphone", "star", "steering-wheel", "sun",
    "switch-horizontal", "tag", "target", "target-arrow", "thumb-down", "thumb-up", "timeline-event", "tool",
    "trash", "trophy", "truck", "upload", "user", "user-check", "user-circle", "user-plus", "user-x", "users",
    "users-group", "users-plus", "wallet", "world", "x",
})
# fmt: on
MARKS = frozenset({"egg", "ham", "pulse"})
"""Own icons, drawn on the same grid, in ``coopnet/front/marks/``."""
