"""Consent notices: their sentences, recognised by their parts, their buttons and their preference dialogs."""

from collections.abc import Iterator

from ..page import CERTAIN, HINT, LIKELY, Block, Mark, Page

# A consent notice is a few sentences; a longer block that speaks of cookies is an article or a policy.
LONGEST_NOTICE = 130
# Least share of consent words: an article on cookies uses them thinly between other words.
# So many paragraphs of this length, and this share of all, that speak of cookies or data make them the topic.
TOPIC_TOKENS, TOPIC_PARAGRAPHS, TOPIC_SHARE = 15, 4, 0.5
# Without a word for cookies or consent itself, the rest must be dense.
DENSEST, DENSE, THIN = 0.4, 0.25, 0.12
# Where each character is a token, a consent word takes several.
CHARACTER_WORDS = 0.6


def cookies(page: Page) -> Iterator[Mark]:
    """Mark consent texts: listed phrases, and sentences that hold a thing, an act, an address and a purpose."""
    yield from page.phrases("cookie")
    if _is_topic(page):
        return
    for block in page.blocks:
        if block.consent[0] or block.consent[1]:
            yield from _by_parts(block, len(block.tokens) * (1 if page.spaced else CHARACTER_WORDS))


def _is_topic(page: Page) -> bool:
    """An article about cookies or data has them in most of its paragraphs; then their words say nothing."""
    paragraphs = [block for block in page.blocks if len(block.tokens) >= TOPIC_TOKENS]
    talk = sum(block.consent[0] + block.consent[1] > 0 for block in paragraphs)
    return talk >= TOPIC_PARAGRAPHS and talk >= TOPIC_SHARE * len(paragraphs)


def _by_parts(block: Block, size: float) -> Iterator[Mark]:
    """Weigh the parts of a block of so many words."""
    core, thing, act, address, purpose = block.consent
    share = (thing + act + address + purpose) / size
    if size > LONGEST_NOTICE or share < THIN or not act + address:
        return
    reason = (
        f"consent words: {core} of cookies, {thing} of data and rights, {act} of using or agreeing, "
        f"{address} of we or you, {purpose} of purpose"
    )
    if core and act and address and (purpose or share >= DENSE):
        yield block.mark("cookie", CERTAIN if share >= DENSE and size >= 5 else LIKELY, reason)
    elif (core and share >= DENSE) or (thing and act and address and share >= DENSEST):
        yield block.mark("cookie", LIKELY, reason)
    elif thing and share >= DENSE:
        yield block.mark("cookie", HINT, reason)
