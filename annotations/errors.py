"""Errors that a user can mend: ``str(error)`` is one sentence to act on.

Programming errors are not among them; those crash loudly.
"""


class CopydeskError(Exception):
    """Something the user can mend; its text is shown as it is."""

    #: What a program ends with that could not go on because of it.
    exit_code = 1


class SourceError(CopydeskError):
    """A file or stream cannot be read as articles."""


class SchemeError(CopydeskError):
    """A label scheme or configuration file is wrong; names the file and the key."""


class StoreError(CopydeskError):
    """The database cannot be opened, or cannot be written at all."""


class NewerSchemaError(StoreError):
    """The database was written by a newer version of copydesk, and has not what this one reads."""


class ReadOnlyError(StoreError):
    """The database can be read, but not changed."""


class ConflictError(CopydeskError):
    """A decision does not fit the state on disk: somebody else changed it first."""


class TagError(CopydeskError):
    """A decision that cannot be taken: an empty span, a label that is not in the scheme."""


class DetectionError(CopydeskError):
    """Detection could not be had: no pipeline, too slow, or it died."""


class FormatError(CopydeskError):
    """A dataset file is not in the format it was said to be."""


class ExportError(CopydeskError):
    """A dataset cannot be written where it was asked for."""


class ClipboardError(CopydeskError):
    """Nothing on this machine took the text that was copied."""
