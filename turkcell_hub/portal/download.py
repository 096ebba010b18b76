"""A file that is written for one answer."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import IO

from django.http import FileResponse

from turkcell_hub.portal.exports import FORMATS


def download(name: str, write: Callable[[IO[bytes]], object], type_: str = "") -> FileResponse:
    """What ``write`` writes into the file that it is given, to be saved as ``name``.

    Nothing keeps the answer for another person, and the file is gone with it: also where
    ``write`` raises, which goes on to the caller. ``type_`` is the MIME type of what is neither
    .xlsx nor .csv.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    try:
        write(file)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    known = type_ or FORMATS[name.rpartition(".")[2]]
    response = FileResponse(file, as_attachment=True, filename=name, content_type=known)
    response["Cache-Control"] = "private, no-store"
    return response
