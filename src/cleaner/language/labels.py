"""What phrases may be evidence of, and the groups of words that consent sentences are made of."""

LABELS = (
    "cookie", "read-more", "share", "newsletter", "paywall", "navigation", "related", "comments", "caption",
    "byline", "copyright", "advert", "login", "date", "widget",
)  # fmt: skip
GROUPS = ("core", "thing", "act", "address", "purpose")
DATE = "@date"
CONSENT = tuple(f"@{group}" for group in GROUPS)
ALL_LABELS = (*LABELS, DATE, *CONSENT)
