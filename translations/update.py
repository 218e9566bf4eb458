#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the sources' texts into the translations, or checks that none is missing or wrong there.

usage: update.py LUPDATE PROJECT [--check]

The engine marks its texts with MD_TEXT or MD_TEXT_N, which lupdate does not know: they are handed to it as
QT_TRANSLATE_NOOP("modeldeck", …) or QT_TRANSLATE_N_NOOP, the context in which the window looks them up.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

MD_TEXT = re.compile(r'(?:MD_TEXT(_N)?\(|QT_TRANSLATE_NOOP\(\s*"modeldeck",)\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)')
# Sources whose texts a person reads in the window; what REST alone says stays English.
ENGINE_TEXTS = ["engine", "app/cli", "app/rest/rest_config.cpp", "app/rest/rest_service.cpp"]
WINDOW = ["ui", "app/modeldeck"]
ENGLISH = "modeldeck_en.ts"  # of the plural forms alone
PLACEHOLDER = re.compile(r"%\d")


def engine_texts(project):
    files = []
    for place in (project / name for name in ENGINE_TEXTS):
        files += sorted(place.rglob("*.[ch]*")) if place.is_dir() else [place]
    matches = (match for file in files for match in MD_TEXT.finditer(file.read_text("utf-8")))
    return sorted({f'QT_TRANSLATE{match[1] or ""}_NOOP("modeldeck", {"".join(match[2].split(chr(10)))});\n'
                   for match in matches})


def languages(folder):
    """The translations in `folder` proper, without English."""
    return sorted(file for file in folder.glob("modeldeck_*.ts") if file.name != ENGLISH)


def update(lupdate, project, folder):
    """Brings the .ts files in `folder` up to date."""
    with tempfile.TemporaryDirectory() as scratch:
        texts = Path(scratch, "engine_texts.cpp")
        texts.write_text("".join(engine_texts(project)), "utf-8")
        sources = [str(project / name) for name in WINDOW]
        quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        common = [lupdate, "-I", str(project), "-locations", "none", "-no-obsolete"]
        subprocess.run([*common, "-pluralonly", *sources, str(texts), "-ts", str(folder / ENGLISH)], **quiet)
        for file in languages(folder):
            subprocess.run([*common, *sources, str(texts), "-ts", str(file)], **quiet)


def faults(file):
    """The texts of `file` that have no translation, or one that loses or invents a placeholder."""
    for context in ET.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            source, translation = message.findtext("source"), message.find("translation")
            forms = [form.text for form in translation.findall("numerusform") or [translation]]
            where = f"{file.name}: {context.findtext('name')}: {source!r}"
            if translation.get("type") == "unfinished" or not all(forms):
                yield f"{where} is not translated"
            elif any(set(PLACEHOLDER.findall(form)) != set(PLACEHOLDER.findall(source)) for form in forms):
                yield f"{where} has other placeholders than its translation"


def check(lupdate, project):
    with tempfile.TemporaryDirectory() as copy:
        for file in (project / "translations").glob("*.ts"):
            shutil.copy(file, copy)
        update(lupdate, project, Path(copy))
        found = [fault for file in sorted(Path(copy).glob("*.ts")) for fault in faults(file)]
    for fault in found:
        print(fault)
    return 1 if found else 0


def main():
    lupdate, project = sys.argv[1], Path(sys.argv[2]).resolve()
    if "--check" in sys.argv:
        return check(lupdate, project)
    update(lupdate, project, project / "translations")
    return 0


if __name__ == "__main__":
    sys.exit(main())
