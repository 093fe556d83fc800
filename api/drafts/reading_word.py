"""Answers, drafts: reading Word. In: a Word document on standard input. Out: its text on standard output, with the marks of its
footnotes; or, with exit status 2, why it cannot be read. Must not be imported by the server: it is run by itself, and ends.

A package can swell, and its XML can be hostile: as a process of its own the reader has bounds of time and memory that the kernel
keeps. It opens no file and reaches nobody.
"""

import resource
import sys

from ontology.errors import ReadError
from reading.readers.docx import read_docx

MEMORY_MB = 1_024
PROCESSOR_S = 20
REFUSED = 2
_NAME = "the file"


def main() -> int:
    """Reads one document; its heads and feet, which stand on every page, are left out."""
    _bind()
    try:
        source = read_docx(sys.stdin.buffer.read(), _NAME)
    except ReadError as error:
        sys.stdout.buffer.write(error.message.encode())
        return REFUSED
    blocks = [block.text.text.strip() for block in source.blocks or () if block.kind != "furniture"]
    sys.stdout.buffer.write("\n\n".join(block for block in blocks if block).encode())
    return 0


def _bind() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_S, PROCESSOR_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform == "linux":  # elsewhere address space is not counted this way
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MB * 1024 * 1024,) * 2)


if __name__ == "__main__":
    sys.exit(main())
