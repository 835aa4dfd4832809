"""Translations without GNU gettext: extract, check and compile each room's catalogue.

    python -m infra.messages extract [ROOM]   bring the .po files up to date with the code
    python -m infra.messages compile          write the .mo files that Django reads
    python -m infra.messages check            list what is missing, broken or badly typeset

Message ids are English, the translations French. A room is a folder of the repository that
is a Django application; its catalogue is `locale/fr/LC_MESSAGES/django.po`.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from django.utils.translation import templatize

REPOSITORY = Path(__file__).resolve().parent.parent
CATALOGUE = Path("locale/fr/LC_MESSAGES/django.po")
ROOMS = ("[a-z]*", "platform/[a-z]*", "platform/modules/[a-z]*")
NOT_ROOMS = ("infra", "tests", "platform/modules")
NOT_TRANSLATED = ("migrations", "tests", "static", "locale")

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# Without dates and names, so that two people who extract do not conflict.
HEADER = """\
# French translation of {room}. Brought up to date by `make messages`.
msgid ""
msgstr ""
"Language: fr\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""

PLACEHOLDER = re.compile(r"%\((\w+)\)[-+ #0]*[\d.]*[a-zA-Z]|%[-+ #0]*[\d.]*[sdifr]|\{\w*\}")
TAG = re.compile(r"<[^>]*>")
NARROW, WIDE = "\u202f", "\u00a0"


class MessagesError(Exception):
    """A file cannot be read; the message names it and says why."""


# --- Rooms and their files ---------------------------------------------------------------


def rooms() -> list[Path]:
    """Return the folders that have, or may have, a catalogue of their own."""
    found = (path for pattern in ROOMS for path in REPOSITORY.glob(f"{pattern}/__init__.py"))
    return sorted(
        path.parent
        for path in found
        if path.parent.relative_to(REPOSITORY).as_posix() not in NOT_ROOMS
    )


def _sources(room: Path) -> Iterator[Path]:
    for folder, below, files in os.walk(room):
        below[:] = sorted(name for name in below if name not in NOT_TRANSLATED)
        for name in sorted(files):
            path = Path(folder, name)
            inside = path.relative_to(room).parts
            if name.endswith(".py") or (
                inside[0] == "templates" and name.endswith((".html", ".txt"))
            ):
                yield path


# --- Extraction --------------------------------------------------------------------------


def extracted(room: Path) -> Catalog:
    """Return the messages that stand in the room's Python files and templates."""
    catalogue = Catalog(locale="fr", fuzzy=False)
    for path in _sources(room):
        try:
            for _, message, comments, context in _messages(path):
                catalogue.add(
                    message,
                    "" if isinstance(message, str) else ("", ""),
                    locations=[(path.relative_to(room).as_posix(), 0)],
                    auto_comments=comments,
                    context=context,
                )
        except (SyntaxError, UnicodeDecodeError) as error:
            raise MessagesError(f"{path.relative_to(REPOSITORY)}: {error}") from error
    return catalogue


def _messages(path: Path) -> Iterable[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    source = path.read_text()
    if path.suffix != ".py":
        # What templatize leaves of the indentation is not Python's.
        lines = templatize(source, origin=str(path)).splitlines()
        source = "\n".join(line.strip() for line in lines)
    return extract("python", io.BytesIO(source.encode()), KEYWORDS, comment_tags=("Translators:",))


def merged(room: Path) -> Catalog:
    """Return the extracted messages with the translations that the room already has.

    Messages that no longer stand in the code are left out: Git remembers them.
    """
    catalogue = extracted(room)
    known = _read(room)
    for message in _real(catalogue):
        old = known.get(message.id, message.context)
        if old is None:
            continue
        if isinstance(old.string, str) == isinstance(message.string, str):
            typeset_parts = tuple(map(typeset, _parts(old.string)))
            message.string = typeset_parts if message.pluralizable else typeset_parts[0]
        message.user_comments = old.user_comments
        message.flags |= old.flags & {"fuzzy"}
    return catalogue


def _read(room: Path) -> Catalog:
    path = room / CATALOGUE
    if not path.exists():
        return Catalog(locale="fr")
    try:
        return read_po(io.BytesIO(path.read_bytes()), locale="fr", abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise MessagesError(f"{path.relative_to(REPOSITORY)}: {error}") from error


def _real(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _parts(text: str | Iterable[str] | None) -> tuple[str, ...]:
    """Return a message's forms, singular then plural; a simple message has one."""
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def typeset(french: str) -> str:
    """Return the text with French no-break spaces, apostrophes and ellipses in place of plain ones.

    >>> typeset("L'avis n° 3... « Oui » : vraiment ?").isascii()
    False
    """
    french = re.sub(r"(?<=\w)'(?=\w)", "’", french).replace("...", "…")
    french = re.sub(r"(?<=[nN]°) ", WIDE, french)
    french = re.sub(r"« ", f"«{WIDE}", french)
    french = re.sub(r" (?=[»:])", WIDE, french)
    return re.sub(r" (?=[;!?])", NARROW, french)


def write(room: Path) -> str:
    """Bring the room's catalogue up to date; return what happened, for a person."""
    catalogue = merged(room)
    path = room / CATALOGUE
    count, missing = len(catalogue), len(list(_untranslated(catalogue)))
    if not count:
        path.unlink(missing_ok=True)
        return ""
    path.parent.mkdir(parents=True, exist_ok=True)
    body = io.BytesIO()
    write_po(body, catalogue, width=98, omit_header=True, include_lineno=False)
    name = room.relative_to(REPOSITORY).as_posix()
    content = HEADER.format(room=name).encode() + body.getvalue()
    if not path.exists() or path.read_bytes() != content:
        _replace(path, content)
    return f"{name}: {count} messages" + (f", {missing} to translate" if missing else "")


def _replace(path: Path, content: bytes) -> None:
    """Write a file in one go: somebody else may be reading it."""
    half = path.with_name(f".{path.name}.{os.getpid()}")
    half.write_bytes(content)
    half.replace(path)


# --- Compilation -------------------------------------------------------------------------


def compile_all() -> int:
    """Compile the catalogues that changed; return how many."""
    return sum(_compile(room) for room in rooms())


def _compile(room: Path) -> bool:
    source = room / CATALOGUE
    target = source.with_suffix(".mo")
    if not source.exists():
        target.unlink(missing_ok=True)
        return False
    if target.exists() and target.stat().st_mtime > source.stat().st_mtime:
        return False
    compiled = io.BytesIO()
    write_mo(compiled, _read(room))
    _replace(target, compiled.getvalue())
    return True


# --- Checks ------------------------------------------------------------------------------


def problems() -> Iterator[str]:
    """Tell everything that is wrong with the catalogues, a line each."""
    catalogues = {room: _read(room) for room in rooms()}
    for room, catalogue in catalogues.items():
        path = (room / CATALOGUE).relative_to(REPOSITORY)
        yield from (f"{path}: {problem}" for problem in _stale(room, catalogue))
        for message in _real(catalogue):
            for problem in _faults(message):
                yield f"{path}:{message.lineno}: {problem}: {_shown(message)}"
    yield from _contradictions(catalogues)


def _key(message: Message) -> tuple[str | None, str]:
    return message.context, _parts(message.id)[0]


def _shown(message: Message) -> str:
    text = _key(message)[1]
    return repr(text if len(text) <= 60 else f"{text[:59]}…")


def _stale(room: Path, catalogue: Catalog) -> Iterator[str]:
    code = {_key(message): message for message in _real(extracted(room))}
    file = {_key(message): message for message in _real(catalogue)}
    for key in code.keys() - file.keys():
        yield f"lacks {_shown(code[key])}, run `make messages`"
    for key in file.keys() - code.keys():
        yield f"has {_shown(file[key])}, which the code no longer uses; run `make messages`"


def _untranslated(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in _real(catalogue) if not all(_parts(message.string)))


def _faults(message: Message) -> Iterator[str]:
    if message.fuzzy:
        yield "unsure (fuzzy)"
    if any(re.search("[\"']|\\.{3}", TAG.sub("", english)) for english in _parts(message.id)):
        yield "the English has plain quotes or dots: write ’, “ ”, …"
    translations = _parts(message.string)
    if not all(translations):
        yield "not translated"
        return
    wanted = _placeholders(_parts(message.id))
    for translation in translations:
        if wrong := _placeholders([translation]) - wanted:
            yield f"the translation has a placeholder of its own, {' '.join(sorted(wrong))}"
        yield from _misset(translation)
        if message.python_format and re.search(r"%(?![%(sdifr])", PLACEHOLDER.sub("", translation)):
            yield "a lone %, to be written %%"
    # "One proposal" need not repeat its number, but the last form shows everything.
    if lost := _placeholders([_parts(message.id)[-1]]) - _placeholders([translations[-1]]):
        yield f"the translation lost {' '.join(sorted(lost))}"


def _misset(french: str) -> Iterator[str]:
    """What is not set as French is: what `typeset` mends, and what it cannot."""
    if typeset(french) != french:
        yield "a plain space, apostrophe or ellipsis stands where French has its own"
    text = PLACEHOLDER.sub("X", TAG.sub("", french))
    if "  " in text.strip("\n"):
        yield "two spaces"
    if re.search("[“”\"']", text):
        yield "quotation marks that are not « »"
    if re.search(r"\w[;!?]|\w:(?![\d/])|«\w|\w»", text):
        yield "no space where French has one"


def _placeholders(texts: Iterable[str]) -> set[str]:
    return {
        found.group() for text in texts for found in PLACEHOLDER.finditer(text.replace("%%", ""))
    }


def _contradictions(catalogues: dict[Path, Catalog]) -> Iterator[str]:
    """Find the messages that two rooms translate differently.

    Django puts all catalogues into one, so one of the two would be shown in both rooms.
    """
    first: dict[tuple[str | None, str], tuple[Path, tuple[str, ...]]] = {}
    for room, catalogue in catalogues.items():
        for message in _real(catalogue):
            french = _parts(message.string)
            other, theirs = first.setdefault(_key(message), (room, french))
            if all(french) and all(theirs) and french[0] != theirs[0]:
                yield (
                    f"{_shown(message)} is {french[0]!r} in {room.name} and {theirs[0]!r} in "
                    f"{other.name}: agree, or give one of them a context"
                )


# --- The command line --------------------------------------------------------------------


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        match options.command:
            case "extract":
                return _extract(options.room)
            case "compile":
                count = compile_all()
                if not options.quiet:
                    print(f"Compiled {count} catalogues; the others were up to date.")
                return 0
        return _check()
    except MessagesError as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m infra.messages",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    extraction = commands.add_parser("extract")
    extraction.add_argument("room", nargs="?", type=Path, help="its folder; all rooms by default")
    compilation = commands.add_parser("compile")
    compilation.add_argument("--quiet", action="store_true", help="say nothing when all is well")
    commands.add_parser("check")
    return parser


def _extract(room: Path | None) -> int:
    chosen = [room.resolve()] if room else rooms()
    if room and chosen[0] not in rooms():
        raise MessagesError(f"{room} is not a room: a folder of the repository with __init__.py.")
    for line in filter(None, map(write, chosen)):
        print(line)
    return 0


def _check() -> int:
    found = list(problems())
    print("\n".join(found) or "The translations are complete.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
