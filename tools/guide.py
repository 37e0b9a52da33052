"""Hook of MkDocs: the pictures come from the browser tests (`make screenshots`), only those a page names."""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "docs" / "panduan"
SCREENSHOTS = ROOT / "screenshots"
PICTURE = re.compile(r"gambar/([\w-]+\.png)")


def named() -> set[str]:
    """File names of the pictures that the guide's pages show."""
    return {name for page in PAGES.rglob("*.md") for name in PICTURE.findall(page.read_text(encoding="utf-8"))}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Brings the pictures in. One that is missing stops the strict build by name."""
    for name in sorted(named()):
        picture = SCREENSHOTS / name
        if picture.exists():
            files.append(File.generated(config, f"gambar/{name}", abs_src_path=str(picture)))
    return files
