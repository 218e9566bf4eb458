#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the sources' texts into the translations, or checks that none is missing there.

usage: update.py LUPDATE PROJECT [--check]

The engine marks its texts with MD_TEXT, which lupdate does not know: they are handed to it as
QT_TRANSLATE_NOOP("modeldeck", …), the context in which the window looks them up.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

MD_TEXT = re.compile(r'MD_TEXT\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)')
# Sources whose texts a person reads in the window; what REST alone says stays English.
ENGINE_TEXTS = ["engine", "app/cli", "app/rest/rest_config.cpp", "app/rest/rest_service.cpp"]
WINDOW = ["ui", "app/modeldeck"]


def engine_texts(project):
    files = []
    for place in (project / name for name in ENGINE_TEXTS):
        files += sorted(place.rglob("*.[ch]*")) if place.is_dir() else [place]
    texts = {"".join(match[1].split("\n")) for file in files for match in MD_TEXT.finditer(file.read_text("utf-8"))}
    return sorted(texts)


def update(lupdate, project, folder):
    """Brings the .ts files in `folder` up to date."""
    with tempfile.TemporaryDirectory() as scratch:
        texts = Path(scratch, "engine_texts.cpp")
        texts.write_text("".join(f'QT_TRANSLATE_NOOP("modeldeck", {text});\n' for text in engine_texts(project)), "utf-8")
        sources = [str(project / name) for name in WINDOW]
        quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        common = [lupdate, "-I", str(project), "-locations", "none", "-no-obsolete"]
        subprocess.run([*common, "-pluralonly", *sources, "-ts", str(folder / "modeldeck_en.ts")], **quiet)
        subprocess.run([*common, *sources, str(texts), "-ts", str(folder / "modeldeck_de.ts")], **quiet)


def unfinished(file):
    for context in ET.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            forms = translation.findall("numerusform") or [translation]
            if translation.get("type") == "unfinished" or not all(form.text for form in forms):
                yield context.findtext("name"), message.findtext("source")


def check(lupdate, project):
    with tempfile.TemporaryDirectory() as copy:
        for file in (project / "translations").glob("*.ts"):
            shutil.copy(file, copy)
        update(lupdate, project, Path(copy))
        missing = [(file.name, *message) for file in sorted(Path(copy).glob("*.ts")) for message in unfinished(file)]
    for file, context, source in missing:
        print(f"{file}: {context}: {source!r} is not translated")
    return 1 if missing else 0


def main():
    lupdate, project = sys.argv[1], Path(sys.argv[2]).resolve()
    if "--check" in sys.argv:
        return check(lupdate, project)
    update(lupdate, project, project / "translations")
    return 0


if __name__ == "__main__":
    sys.exit(main())
