"""The shipped filters: LOCAL ones look at blocks alone, CONTEXT ones at what the others said. The order counts."""

from ..page import Filter
from .adverts import adverts
from .bylines import bylines, dates
from .captions import captions
from .comments import comments
from .company import company
from .cookies import cookies, notices
from .legal import copyright
from .logins import logins
from .navigation import navigation
from .newsletter import newsletter
from .paywall import paywall
from .prose import prose
from .read_more import read_more
from .related import related
from .runs import short_runs, teaser_runs
from .sections import sections
from .share import share
from .teasers import teasers
from .titles import titles
from .widgets import widgets

LOCAL: tuple[Filter, ...] = (
    prose,
    titles,
    cookies,
    read_more,
    teasers,
    navigation,
    share,
    newsletter,
    paywall,
    related,
    comments,
    captions,
    bylines,
    dates,
    copyright,
    adverts,
    logins,
    widgets,
)
CONTEXT: tuple[Filter, ...] = (teaser_runs, notices, company, sections, short_runs)
DEFAULT: tuple[Filter, ...] = (*LOCAL, *CONTEXT)

__all__ = ["CONTEXT", "DEFAULT", "LOCAL"]
