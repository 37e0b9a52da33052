"""XML of strangers: no DOCTYPE, no entities, no network, no depth without end."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from lindung.exchange import problems
from lindung.kernel.problem import Refused

MIB = 1024**2
MOST = 64 * MIB


def tree_of(path: Path, wanted: str) -> tuple[etree._Element, bytes]:
    """The root of a message like `wanted` (camt.053) and the bytes. Refused: EXCHANGE-09 to 11."""
    size = path.stat().st_size
    if size > MOST:
        raise Refused(problems.TOO_BIG.problem(name=path.name, size=f"{size // MIB} MB", most=f"{MOST // MIB} MB"))
    content = path.read_bytes()
    # Whatever the encoding, the letters of a DOCTYPE stand there one after another but for zeros.
    if b"<!" in content.replace(b"\0", b"").replace(b"<!--", b"").replace(b"<![CDATA[", b""):
        raise Refused(problems.XML_UNSAFE.problem(file=path.name))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as trouble:
        raise Refused(problems.XML_BROKEN.problem(file=path.name, wanted=wanted)) from trouble
    # SWIFT puts the message into an envelope, behind a header.
    inside = [node for node in (root, *root) if isinstance(node.tag, str)]
    for node in inside:
        if wanted in (etree.QName(node).namespace or ""):
            return node, content
    raise Refused(problems.XML_BROKEN.problem(file=path.name, wanted=wanted))


def first(node: etree._Element, path: str) -> str:
    """The text at `path` of local names (`Acct/Id/IBAN`), in any version; '' where there is none."""
    found = every(node, path)
    return (found[0].text or "").strip() if found else ""


def every(node: etree._Element, path: str) -> list[etree._Element]:
    """The elements at `path` of local names."""
    steps = "/".join(f"*[local-name()='{step}']" for step in path.split("/"))
    return list(node.xpath(steps))
