"""Consent notices: their sentences, recognised by their parts, their buttons and their preference dialogs."""

from collections.abc import Iterator

from ..page import ARTICLE, CERTAIN, HINT, LIKELY, Block, Mark, Page, Strength

# A consent notice is a few sentences; a longer block that speaks of cookies is an article or a policy.
LONGEST_NOTICE = 130
# So many paragraphs of this length, and this share of all, that speak of cookies or data make them the topic.
TOPIC_TOKENS, TOPIC_PARAGRAPHS, TOPIC_SHARE = 15, 4, 0.5
TOPIC_NAMED, TOPIC_DENSE = 2, 0.1
# Least share of consent words: an article on cookies uses them thinly between other words.
# Without a word for cookies or consent itself, the rest must be dense.
DENSEST, DENSE, THIN = 0.4, 0.25, 0.12
# So many kinds of words, as densely as that, hint at consent without a word for data or rights.
MANY_KINDS, MANY_DENSE, SHORTEST = 3, 0.3, 5


def cookies(page: Page) -> Iterator[Mark]:
    """Mark consent texts: listed phrases, and sentences that hold a thing, an act, an address and a purpose."""
    yield from page.phrases("cookie")
    if _is_topic(page):
        return
    for block in page.blocks:
        if strength := _by_parts(block, page.words(block)):
            yield block.mark("cookie", strength, _parts(block))


def notices(page: Page) -> Iterator[Mark]:
    """Context: raise a hint by parts to likely before the first and behind the last paragraph of the page.

    Inside an article one sentence in a hundred has such words; at its ends, nine of ten that have are notices.
    """
    known = any(block.function_words for block in page.blocks)
    speaking = {block.number for block in page.blocks if any(block.consent) and _stands_out(page, block, known)}
    if not speaking or _is_topic(page):
        return
    text = [
        block.number
        for block in page.blocks
        if block.strength(ARTICLE) == CERTAIN and block.strength("cookie") < LIKELY and block.number not in speaking
    ]
    for block in page.blocks:
        outside = text and not text[0] < block.number < text[-1]
        if outside and block.strength("cookie") < LIKELY and block.number in speaking:
            where = "before the first" if block.number < text[0] else "behind the last"
            yield block.mark("cookie", LIKELY, f"{where} paragraph, {_parts(block)}")


def _stands_out(page: Page, block: Block, known: bool) -> bool:
    """Whether a block outside the article says enough of consent: it takes more words of it where it is a paragraph.

    A word for cookies is enough where no pack knows the page's language, and so none of the other words.
    """
    core, *kinds = block.consent
    size = page.words(block)
    if core and not known:
        return SHORTEST <= size <= LONGEST_NOTICE
    if block.strength(ARTICLE) == CERTAIN and sum(kinds) < (DENSE if core else DENSEST) * size:
        return False
    if core and sum(count > 0 for count in kinds) >= MANY_KINDS - 1 and size >= SHORTEST:
        return size <= LONGEST_NOTICE
    # Headings of handbooks and shops ("How Git stores data") have two kinds of such words; notices are sentences.
    dense = sum(count > 0 for count in kinds) >= MANY_KINDS or sum(kinds) >= DENSEST * size
    return dense and block.strength(ARTICLE) >= LIKELY and _by_parts(block, size) is not None


def _is_topic(page: Page) -> bool:
    """An article about cookies or data speaks of them in most of its paragraphs; then their words say nothing.

    Densely; or thinly where two of them name cookies, for a single word such as "data" is met in any article.
    """
    paragraphs = [block for block in page.blocks if len(block.tokens) >= TOPIC_TOKENS]
    named = sum(block.consent[0] > 0 for block in paragraphs)
    share = 0.0 if named >= TOPIC_NAMED else TOPIC_DENSE
    talk = sum(
        core > 0 or (thing > 0 and thing + sum(others) >= share * len(block.tokens))
        for block in paragraphs
        for core, thing, *others in [block.consent]
    )
    return talk >= TOPIC_PARAGRAPHS and talk >= TOPIC_SHARE * len(paragraphs)


def _by_parts(block: Block, size: float) -> Strength | None:
    """How much the parts of a block of so many words say together."""
    core, *kinds = block.consent
    if not any(kinds) or size > LONGEST_NOTICE:
        return None
    thing, act, address, purpose = kinds
    share = sum(kinds) / size
    if core and act and address and ((purpose and share >= THIN) or share >= DENSE):
        return CERTAIN if share >= DENSE and size >= SHORTEST else LIKELY
    if act + address and ((core and share >= DENSE) or (thing and act and address and share >= DENSEST)):
        return LIKELY
    many = sum(count > 0 for count in kinds) >= MANY_KINDS and share >= MANY_DENSE and size >= SHORTEST
    return HINT if many or (thing and act + address and share >= DENSE) else None


def _parts(block: Block) -> str:
    core, thing, act, address, purpose = block.consent
    return (
        f"consent words: {core} of cookies, {thing} of data and rights, {act} of using or agreeing, "
        f"{address} of we or you, {purpose} of purpose"
    )
