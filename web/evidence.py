"""Evidence on the pages of a score sheet: files and links that are handed in, and files that are opened again."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from starlette.responses import Response

from campaign.criteria import ScoreTable
from campaign.sheet import FILE, Entry, Evidence, StepError
from storage import evidence_files
from web.forms import Form, Phrases, Wrong
from web.look import Look

FORM = "minh-chung"
LARGEST = evidence_files.MOST_SENT + 2_000_000
"""Bytes of a form with evidence: a little more than is kept, so that who sends more is told so in place."""


@dataclass(frozen=True, slots=True)
class EvidenceShelf:
    """Where the files lie, and the pages that say when one is gone."""

    folder: Path
    look: Look

    @property
    def texts(self) -> Phrases:
        """Return the sentences about evidence."""
        return self.look.texts["evidence"]

    def take(self, form: Form, table: ScoreTable) -> tuple[str, Evidence]:
        """Return for which criterion what was handed in; a file is kept.

        Raises:
            Wrong: when nothing was, or nothing that can be kept.
        """
        criterion = form.text("criterion")
        if not criterion:
            raise Wrong(self.texts["no_choice"], "criterion")
        if criterion not in {leaf.code for leaf in table.leaves}:
            raise Wrong(self.texts["no_criterion"], "criterion")
        link = form.text("link")
        try:
            if form.file is not None and form.file.content:
                return criterion, evidence_files.keep_sent(form.file.file_name, form.file.content, self.folder)
            # A path would be a file of the server: only the command line may name one.
            if link.startswith(("http://", "https://")):
                return criterion, evidence_files.keep(link, self.folder)
        except StepError as error:
            raise Wrong(str(error), "link" if link else "file") from error
        raise Wrong(self.texts["no_link" if link else "nothing"], "link" if link else "file")

    def answer(self, entries: Iterable[Entry], sha256: str) -> Response:
        """Send a file that one of these values rests on."""
        held = {piece.sha256 for entry in entries for piece in entry.evidence if piece.kind == FILE}
        if sha256 not in held:
            return self.look.problem("no_evidence", 404)
        kept = evidence_files.fetch(sha256, self.folder)
        if kept is None:
            return self.look.problem("lost_evidence", 410)
        headers = {
            "Content-Disposition": f'attachment; filename="minh-chung-{sha256[:12]}{kept.suffix}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(kept.content, media_type=kept.media_type, headers=headers)
