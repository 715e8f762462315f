"""The public page of a certificate: whoever holds the paper or the picture sees whether it is valid, and no more."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from conversation.certifying import PAGES
from papers.cards.certificate import Certificate, draw, print_out
from storage import certificates
from storage.certificates import KeptCertificate
from web.days import written
from web.door import Transaction
from web.look import Look

_ID = re.compile(r"[a-z0-9]{1,16}")


def certificate_routes(
    read: Transaction, *, title: Callable[[str], str], commune: str, public_url: str, banner: str = ""
) -> APIRouter:
    """Return the routes of the page, its picture and its paper.

    `title` says what a lesson is called by its id; `commune` is the name as people say it, "xã Xuân Hưng";
    `public_url` is where the pages are reached from outside, without it the address on the paper begins as the
    visitor's own does.
    """
    page = _CertificatePage(read, title, Look(commune, banner), commune, public_url.rstrip("/"))
    router = APIRouter()
    for path, handler in (
        (f"{PAGES}/{{id}}.png", page.picture),
        (f"{PAGES}/{{id}}.pdf", page.paper),
        (f"{PAGES}/{{id}}", page.show),
    ):
        router.add_route(path, handler, methods=["GET"])
    return router


def on_paper(kept: KeptCertificate, title: Callable[[str], str], commune: str, public_url: str) -> Certificate | None:
    """Return what is drawn of a certificate, or None once it was revoked."""
    if not kept.is_valid:
        return None
    titles = tuple(map(title, kept.lessons))
    address = f"{public_url}{PAGES}/{kept.id}"
    return Certificate(kept.id, kept.name or None, commune, titles, kept.issued_on, address)


@dataclass(frozen=True, slots=True)
class _CertificatePage:
    read: Transaction
    title: Callable[[str], str]
    look: Look
    commune: str
    public_url: str

    @property
    def texts(self) -> Mapping[str, str]:
        """Return the sentences of this page."""
        return self.look.texts["certificate"]

    def show(self, request: Request) -> Response:
        """Show whether a certificate is valid."""
        found = self._find(request)
        if found is None:
            return self._unknown()
        values = {"says": self._says(found), "is_valid": found.is_valid, "path": f"{PAGES}/{found.id}"}
        titles = tuple(map(self.title, found.lessons)) if found.is_valid else ()
        return self.look.page("certificate_page.html", {**values, "lessons": titles})

    def picture(self, request: Request) -> Response:
        """Send the certificate as a picture."""
        return self._drawn(request, draw, "image/png")

    def paper(self, request: Request) -> Response:
        """Send the certificate to be printed."""
        return self._drawn(request, print_out, "application/pdf")

    def _says(self, found: KeptCertificate) -> str:
        issued = written(found.issued_on)
        if found.revoked_on is not None:
            revoked = written(found.revoked_on)
            return self.texts["revoked_on"].format(commune=self.commune, issued=issued, revoked=revoked)
        say = self.texts["named" if found.name else "nameless"]
        return say.format(commune=self.commune, name=found.name, count=len(found.lessons), issued=issued)

    def _drawn(self, request: Request, make: Callable[[Certificate], bytes], kind: str) -> Response:
        found = self._find(request)
        base = self.public_url or str(request.base_url).rstrip("/")
        certificate = on_paper(found, self.title, self.commune, base) if found else None
        if certificate is None:
            return self._unknown()
        headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Robots-Tag": "noindex"}
        return Response(make(certificate), media_type=kind, headers=headers)

    def _find(self, request: Request) -> KeptCertificate | None:
        certificate_id = request.path_params["id"]
        if not _ID.fullmatch(certificate_id):
            return None

        def find(tx: Connection) -> KeptCertificate | None:
            return certificates.find(tx, certificate_id)

        return self.read(find)

    def _unknown(self) -> Response:
        return self.look.problem("no_certificate", 404)
