"""What can go wrong, by name."""


class CleanerError(Exception):
    """The parent of the errors that this library raises beside `TypeError` and `ValueError`."""


class FilterError(CleanerError, TypeError):
    """A filter or a decision gave back something else than it should; the message names it and the likely slip."""


class PackError(ValueError):
    """A language pack is not well formed; the message says where and what to write instead."""


class EmptyResultError(CleanerError, ValueError):
    """Nothing of the text is main text, and `on_empty="raise"` was asked for."""
