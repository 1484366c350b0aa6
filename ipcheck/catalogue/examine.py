"""Every finding of every file, of whatever level: all of them compiled once more, into a catalogue of its own."""

from collections.abc import Sequence

from ipcheck.base.findings import Finding
from ipcheck.base.i18n import Translator
from ipcheck.catalogue.calls import sole_files
from ipcheck.catalogue.compile import Also, Compiling, Tell
from ipcheck.catalogue.current import dependencies_of, file_ids
from ipcheck.catalogue.store import empty
from ipcheck.datafiles.discovery import DataFile


def examine(
    files: Sequence[DataFile], also: Also, _: Translator, tell: Tell = lambda _done, _of: None
) -> list[Finding]:
    """What there is to say of these files, read together, by place; `also` says what rules say of each, `tell` hears
    how many of the plans are read, and of how many.

    What only a file with errors could tell is left open. Shipped files are checked too.
    """
    dependencies = dependencies_of(files)
    connection = empty()
    try:
        findings = Compiling(connection, files, dependencies, _, also, tell).compile(files)
        findings += sole_files(connection, file_ids(connection, files, dependencies), _).findings
    finally:
        connection.close()
    return sorted(dict.fromkeys(findings))
