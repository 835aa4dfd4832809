"""SVG logos: read by defusedxml, kept to a list of harmless parts, then drawn as pixels by resvg.

Nobody is ever sent the SVG. What is not seen is left out silently (scripts, metadata, what editors
add); what is seen and cannot be drawn safely is refused with a way out.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, register_namespace, tostring

import resvg_py
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image

MAX_BYTES = 500_000
MAX_PARTS = 4_000  # elements
MAX_COPIES = 100  # <use> elements: none may copy another
_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DRAWN = _words(
    "svg g defs symbol use path rect circle ellipse line polyline polygon title desc style "
    "linearGradient radialGradient stop clipPath mask"
)
_REFUSED = _words("text tspan textPath image filter pattern foreignObject")
_ATTRIBUTES = _words(
    "id class d x y x1 y1 x2 y2 cx cy r rx ry fx fy fr width height viewBox points transform offset "
    "preserveAspectRatio version style fill fill-opacity fill-rule clip-path clip-rule mask color "
    "stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit "
    "stroke-dasharray stroke-dashoffset opacity stop-color stop-opacity display visibility "
    "gradientUnits gradientTransform spreadMethod clipPathUnits maskUnits maskContentUnits "
    "paint-order vector-effect overflow href"
)
_INSIDE = re.compile(r"\s*#[\w.-]+\s*")  # a reference to a part of the same file
_OUTSIDE = re.compile(r"@import|url\(\s*['\"]?(?!#)|expression\(|\\", re.IGNORECASE)

register_namespace("", _SVG)


def is_svg(content: bytes) -> bool:
    """Whether a file says of itself that it is an SVG picture, whatever its name."""
    return b"<svg" in content[:4096].lower()


def draw(content: bytes, *, width: int, height: int) -> Image.Image:
    """The picture's pixels, in its own proportions inside this size. Raises ValidationError with a sentence."""
    clean = sanitised(content)
    try:
        drawn = resvg_py.svg_to_bytes(
            svg_string=clean, width=width, height=height, skip_system_fonts=True
        )
        with Image.open(io.BytesIO(drawn), formats=("PNG",)) as image:
            return image.convert("RGBA")
    except (ValueError, OSError) as undrawn:
        raise _unreadable() from undrawn


def sanitised(content: bytes) -> str:
    """The same drawing with harmless parts only. Raises ValidationError with a sentence."""
    if len(content) > MAX_BYTES:
        raise ValidationError(
            _("This SVG file is too heavy: 500 kB at most. Save your logo as PNG."),
            code="too_heavy",
        )
    try:
        root = fromstring(content, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as unreadable:
        raise _unreadable() from unreadable
    if root.tag != f"{{{_SVG}}}svg":
        raise _unreadable()
    _check(root)
    _strip(root)
    return tostring(root, encoding="unicode")


def _check(root: Element) -> None:
    parts = list(root.iter())
    for part in parts:
        if (name := _local(part.tag)) in _REFUSED:
            raise ValidationError(
                _(
                    "This SVG holds a part that we do not draw (%(part)s). In your drawing program, turn "
                    "texts and effects into outlines, or save your logo as PNG."
                )
                % {"part": name},
                code="svg",
            )
    copies = [part for part in parts if _local(part.tag) == "use"]
    if len(parts) > MAX_PARTS or len(copies) > MAX_COPIES or any(_copies_copies(root, copies)):
        raise ValidationError(
            _("This SVG is too complicated. Save your logo as PNG."), code="too_large"
        )


def _copies_copies(root: Element, copies: list[Element]) -> Iterator[bool]:
    """Whether a copy stands inside what another copies: that grows without end."""
    wanted = {_reference(copy) for copy in copies}
    for part in root.iter():
        if part.get("id") in wanted and part.get("id"):
            yield any(_local(inner.tag) == "use" for inner in part.iter())


def _reference(part: Element) -> str:
    return (part.get("href") or part.get(f"{{{_XLINK}}}href") or "").strip().removeprefix("#")


def _strip(part: Element) -> None:
    for name, value in list(part.attrib.items()):
        if not _is_harmless(_local(name), value):
            del part.attrib[name]
    if _local(part.tag) == "style" and (len(part) or _OUTSIDE.search(part.text or "")):
        part.text = ""
    for inner in list(part):
        if _local(inner.tag) in _DRAWN:
            _strip(inner)
        else:
            part.remove(inner)


def _is_harmless(name: str, value: str) -> bool:
    if name == "href":
        return bool(_INSIDE.fullmatch(value))
    return name in _ATTRIBUTES and not _OUTSIDE.search(value)


def _local(tag: object) -> str:
    """The name of an element of SVG; empty for another vocabulary's, comments and instructions."""
    if not isinstance(tag, str):
        return ""
    space, _brace, name = tag.rpartition("}")
    return name if space in {"", f"{{{_SVG}", f"{{{_XLINK}"} else ""


def _unreadable() -> ValidationError:
    return ValidationError(
        _("This SVG cannot be read. Save your logo as PNG."), code="not_a_picture"
    )
