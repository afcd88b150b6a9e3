"""Datasets out of the database and into it: which tags go out, what comes in, and an account of both."""

from annotations.dataset.incoming import import_
from annotations.dataset.options import Options
from annotations.dataset.outgoing import export
from annotations.dataset.report import ImportReport

__all__ = ["ImportReport", "Options", "export", "import_"]
