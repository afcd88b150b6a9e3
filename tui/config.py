"""Settings: what the command line says, else the environment, else the nearest ``copydesk.toml``.

One place decides where the database is, who is annotating, and by which scheme.
"""

import getpass
from collections.abc import Collection, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from annotations import scheme
from annotations.errors import SchemeError
from annotations.scheme import Label, Scheme

FILE_NAME = "copydesk.toml"
#: The sections of the side panel, and those that are listed unless the file says otherwise.
KNOWN_PANELS = ("speakers", "suggestions", "tags", "entities", "bookmarks", "guide")
PANELS = KNOWN_PANELS[:-1]

HEADER = """\
# The settings of this folder and everything below it. `copydesk` reads the nearest one upward.

# The database, relative to this file.
db = "copydesk.db"

# Who is annotating; without it, the name you are logged in by.
# annotator = "mira"

# "copydesk-dark", "copydesk-light" or any theme of Textual's.
# theme = "copydesk-dark"

# How wide the column of text may grow, in cells.
# width = 72

# What the side panel lists; [] keeps it closed until `o` opens it. "guide" says what the labels mean.
# panels = ["speakers", "suggestions", "tags", "entities", "bookmarks"]

# Whether the top line tells how much was decided today, and how fast.
# pace = true

# The spaCy pipeline that finds entities: a name or a path. Without it, the best one installed.
# model = "en_core_web_sm"

# A scheme in a file of its own, in place of the labels below.
# scheme = "scheme.toml"

# Other keys, by the names that `?` shows beside them; several with a comma: "j,down".
# [keymap]
# "queue.next" = "K"

"""


class ConfigFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The keys of a ``copydesk.toml``; labels may stand in it, or in a scheme file that it names."""

    db: str = "copydesk.db"
    annotator: str = ""
    theme: str = "copydesk-dark"
    width: int = msgspec.field(default=72)
    panels: tuple[str, ...] = PANELS
    pace: bool = True
    keymap: dict[str, str] = {}
    model: str = ""
    scheme: str = ""
    name: str = ""
    label: tuple[Label, ...] = ()


class Settings(Struct, frozen=True):
    """Everything that a run of the program was told."""

    db: Path
    annotator: str
    scheme: Scheme
    #: The file that the scheme is from, for errors found later.
    scheme_source: str = "the built-in scheme"
    theme: str = "copydesk-dark"
    width: int = 72
    panels: tuple[str, ...] = PANELS
    pace: bool = True
    #: Keys by the id of what they do.
    keymap: dict[str, str] = {}
    #: The file that theme and keymap are from, for errors found later.
    config_source: str = ""
    model: str | None = None


class Options(Struct, frozen=True):
    """What the command line said; empty where it said nothing."""

    db: Path | None = None
    annotator: str = ""
    scheme: Path | None = None


def find_file(folder: Path) -> Path | None:
    """Return the nearest ``copydesk.toml`` in this folder or one above it."""
    folder = folder.absolute()
    return next((found for f in (folder, *folder.parents) if (found := f / FILE_NAME).is_file()), None)


def read_file(path: Path | None) -> ConfigFile:
    """Read a ``copydesk.toml``; raises ``SchemeError`` that names the file and the key."""
    if path is None:
        return ConfigFile()
    config = scheme.decode_toml(scheme.read_toml(path), str(path), ConfigFile)
    if not 20 <= config.width <= 400:
        raise SchemeError(f"{path}: width {config.width} is not between 20 and 400")
    for panel in config.panels:
        if panel not in KNOWN_PANELS:
            raise SchemeError(f'{path}: panels: no "{panel}"; known are {", ".join(KNOWN_PANELS)}')
    return config


def resolve(
    options: Options, folder: Path, environ: Mapping[str, str], reserved: Collection[str] = ()
) -> Settings:
    """Decide every setting for a run in ``folder``.

    ``reserved`` are the keys of commands, which no label may hide. Raises ``SchemeError``.
    """
    path = find_file(folder)
    config = read_file(path)
    found, source = _scheme(options, path, config, reserved)
    return Settings(
        db=_database(options, path, config, environ),
        annotator=options.annotator or environ.get("COPYDESK_ANNOTATOR") or config.annotator or _login(),
        scheme=found,
        scheme_source=source,
        theme=config.theme,
        width=config.width,
        panels=config.panels,
        pace=config.pace,
        keymap=config.keymap,
        config_source=str(path) if path is not None else "",
        model=config.model or None,
    )


def _database(options: Options, path: Path | None, config: ConfigFile, environ: Mapping[str, str]) -> Path:
    if options.db is not None:
        return options.db
    if environ.get("COPYDESK_DB"):
        return Path(environ["COPYDESK_DB"])
    if path is not None:
        return path.parent / config.db
    # Already imported by Textual; the command line alone can do without it until here.
    from platformdirs import user_data_path  # noqa: PLC0415

    return user_data_path("copydesk", appauthor=False) / "copydesk.db"


def _scheme(
    options: Options, path: Path | None, config: ConfigFile, reserved: Collection[str]
) -> tuple[Scheme, str]:
    """Return the scheme and the name of where it is from."""
    file = options.scheme or (path.parent / config.scheme if path is not None and config.scheme else None)
    if file is not None:
        return scheme.load(file, reserved), str(file)
    if path is not None and config.label:
        found = Scheme(labels=config.label, name=config.name)
        scheme.check(found, str(path), reserved)
        return found, str(path)
    return scheme.default(), "the built-in scheme"


def read_scheme(source: str, reserved: Collection[str] = ()) -> Scheme:
    """Read a scheme again from the file that ``Settings.scheme_source`` names; raises ``SchemeError``."""
    path = Path(source)
    if path.name != FILE_NAME:
        return scheme.load(path, reserved)
    config = read_file(path)
    found = Scheme(labels=config.label, name=config.name)
    scheme.check(found, source, reserved)
    return found


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user, as in some containers
        return "annotator"
