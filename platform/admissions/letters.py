"""Access codes on paper and in a table, in one file: what the team is given once."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import urlencode

import fontpkg_figtree
import segno
import typst
from django.conf import settings
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from admissions.models import CodeList
from consultations.exports import safe
from tenants.current import get_tenant
from tenants.hosts import address_of
from themes.brand import get_branding

TEMPLATE = Path(__file__).parent / "letters.typ"
FONTS = Path(str(fontpkg_figtree.ROOT)) / "files"


def packed(codes: CodeList, secrets: Sequence[str]) -> bytes:
    """A ZIP of the codes as a table (CSV) and as letters (PDF), one page each; in the reference language."""
    made = io.BytesIO()
    with (
        override(settings.LANGUAGE_CODE),
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        archive.writestr("codes.csv", table(secrets))
        archive.writestr("lettres.pdf", letters(codes, secrets))
    return made.getvalue()


def name_of(codes: CodeList) -> str:
    """The file's name, told by the list's."""
    return f"codes-{slugify(codes.title)[:40] or 'acces'}.zip"


def table(secrets: Iterable[str]) -> bytes:
    """Each code with the address that fills it in, as CSV for spreadsheets."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_("Code"), _("Address")])
    writer.writerows([safe(code), _address(code)] for code in secrets)
    return text.getvalue().encode("utf-8-sig")


def letters(codes: CodeList, secrets: Iterable[str]) -> bytes:
    """A PDF of one page a code, tagged for screen readers; the addressee's place is left free."""
    consultation, tenant = codes.consultation, get_tenant()
    told = {
        "font": fontpkg_figtree.FAMILY,
        "colour": get_branding().palette.light.deep,
        "site": tenant.name,
        "list": codes.title,
        "title": consultation.title,
        "summary": consultation.summary,
        "invites": _("Your opinion is asked for"),
        "codes": [{"code": code, "qr": _qr(_address(code))} for code in secrets],
        "code_label": _("Your access code"),
        "qr_alt": _("QR code that opens the page with your code"),
        "how": _("How to take part"),
        "steps": [
            _("Go to %s, or scan the square with a telephone.") % _plain(_address("")),
            _("Sign in with your e-mail address: a code of six digits is sent to it."),
            _("Type your access code. It works once, for one person."),
        ],
        "kept": _("The team is not shown who used which code."),
    }
    made: bytes = typst.compile(
        TEMPLATE,
        sys_inputs={"data": json.dumps(told, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)]),
    )
    return made


def _address(code: str) -> str:
    page = address_of(get_tenant(), reverse("admissions:enter"))
    return f"{page}?{urlencode({'code': code})}" if code else page


def _plain(address: str) -> str:
    return address.removeprefix("https://").removeprefix("http://")


def _qr(address: str) -> str:
    """One path, so that five hundred of them stay light."""
    return segno.make(address, micro=False).svg_inline(border=0, svgclass=None, lineclass=None)
