"""One stylesheet out of the small ones in ``themes/styles/``.

``python -m themes.stylesheet`` writes it; a test refuses a stale one. It is committed because a
page without style is worse than a build step: serving it must need nothing but the file.
"""

import re
import sys
from pathlib import Path

from themes.palette import PLATFORM_ACCENT, PLATFORM_COLOUR, derive

SOURCES = Path(__file__).parent / "styles"
TARGET = Path(__file__).parent / "static" / "themes" / "site.css"
LAYERS = "@layer tokens,tenant,base,components,utilities;"


def build() -> str:
    """The whole stylesheet, with the platform's own colours for a site that has chosen none."""
    sources = "".join(path.read_text(encoding="utf-8") for path in sorted(SOURCES.glob("*.css")))
    return LAYERS + derive(PLATFORM_COLOUR, PLATFORM_ACCENT).css() + shorten(sources) + "\n"


def shorten(css: str) -> str:
    """Drop comments and idle white space; what stays means the same."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,])\s*", r"\1", css)
    css = re.sub(r":\s+", ":", css)
    return css.replace(";}", "}").strip()


if __name__ == "__main__":
    TARGET.write_text(build(), encoding="utf-8")
    sys.stdout.write(f"{TARGET.name}: {TARGET.stat().st_size} bytes\n")
