"""The only door to SQLite: articles, the journal of decisions, and what follows from it."""

from annotations.store.articles import Added
from annotations.store.faults import LockedError
from annotations.store.journal import Past
from annotations.store.outbox import Opened, opened
from annotations.store.recovery import Recovered
from annotations.store.store import Store
from annotations.store.tags import Counts
from annotations.store.thread import StoreThread

__all__ = ["Added", "Counts", "LockedError", "Opened", "Past", "Recovered", "Store", "StoreThread", "opened"]
