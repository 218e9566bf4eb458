#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks every #include against the layers of the design, and names those that break them as FILE:LINE.

usage: include_check.py PROJECT QT_INCLUDES   (the folder that holds QtCore/, QtGui/, …)
       include_check.py --self-test
"""

import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ENGINE_FACE = "engine/engine.h"
# Prefixes of includes that belong to a library of their own.
LIBRARIES = {"torch/": "libtorch", "ATen/": "libtorch", "c10/": "libtorch", "caffe2/": "libtorch",
             "curl/": "libcurl", "sqlite3": "sqlite", "avif/": "decoders", "gif_lib.h": "decoders", "jpeglib.h": "decoders",
             "libheif/": "decoders", "png.h": "decoders", "tiffio.h": "decoders", "webp/": "decoders"}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


@dataclass
class Layer:
    folder: str
    own: tuple              # folders or files of the project that it may include; FACE stands for the engine's face
    qt: tuple               # Qt modules
    libraries: tuple = ()


FACE = "(the engine's face)"
# The first layer whose folder a file lies in is its own.
LAYERS = [
    Layer("engine/inference/", ("engine/inference/", "engine/runner/protocol.h", "engine/model_files/", "engine/base/"),
          ("Core",), ("libtorch", "decoders")),
    Layer("engine/", ("engine/",), ("Core", "Network", "Sql"), ("libcurl",)),
    Layer("app/rest/", ("app/rest/", FACE, "engine/base/"), ("Core", "Network", "HttpServer")),
    Layer("app/cli/", ("app/cli/", "engine/"), ("Core",)),
    Layer("ui/", ("ui/", FACE, "engine/base/"), ("Core", "Gui", "Widgets", "Charts", "Svg")),
    Layer("app/", ("app/", "ui/", "engine/"), ("Core", "Gui", "Widgets", "Network")),
]
# The engine's folder has a part that belongs to another program.
NEVER_OUTSIDE = "engine/inference/"

# Room → the rooms that it may use beside itself. Arrows go down only: a room stands below all that use it.
# A room is a folder; "engine/snapshot" is the file of that name, and the other files of engine/ itself compose.
ROOMS = {
    "engine/": {
        "base": (),
        "config": ("base",),
        "model_files": ("base",),
        "catalog": ("base", "config", "model_files"),
        "memory": ("base", "config"),
        "port": ("base", "config", "catalog"),
        "snapshot": ("base", "config", "memory"),
        "runner": ("base", "config", "catalog", "memory", "port"),
        "ollama": ("base", "config", "catalog", "memory", "port", "snapshot"),
        "journal": ("base", "config", "port", "snapshot"),
        "lifecycle": ("base", "config", "catalog", "memory", "port", "snapshot", "journal"),
        "foresight": ("base", "config", "snapshot", "journal"),
        "diagnostics": ("base", "config", "model_files", "catalog", "snapshot"),
    },
    "app/rest/": {
        "http": (),
        "embed": ("http",),
        "api": ("http", "embed"),
    },
}


def includes(path):
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        if match := INCLUDE.match(line):
            yield number, match[1] == '"', match[2]


def project_file(project, including, name):
    """The project's file that a quoted include means, as a path below the project; None for another's."""
    for folder in (including.parent, project):
        found = (folder / name).resolve()
        if found.is_file() and found.is_relative_to(project):
            return found.relative_to(project).as_posix()
    return None


def engine_face(project):
    """engine/engine.h and all that it includes."""
    face, waiting = set(), [ENGINE_FACE]
    while waiting:
        name = waiting.pop()
        if name in face or not (project / name).is_file():
            continue
        face.add(name)
        for _, quoted, included in includes(project / name):
            if quoted and (found := project_file(project, project / name, included)):
                waiting.append(found)
    return face


def qt_modules(qt_includes):
    """Header name → the modules that have one of that name."""
    modules = {}
    for folder in qt_includes.glob("Qt*"):
        for header in folder.iterdir():
            modules.setdefault(header.name, set()).add(folder.name[2:])
    return modules


def own_problem(layer, name, face):
    if name.startswith(NEVER_OUTSIDE) and layer.folder != NEVER_OUTSIDE:
        return f"{layer.folder} must not include {name}"
    if any(name in face if allowed == FACE else name.startswith(allowed) for allowed in layer.own):
        return None
    return f"{layer.folder} must not include {name}"


def room_of(name):
    """The folder of rooms and the room that a file lies in; no room where it composes, or lies in no such folder."""
    for parent, rooms in ROOMS.items():
        if name.startswith(parent):
            room = name.removeprefix(parent).split("/")[0].split(".")[0]
            return parent, room if room in rooms else None
    return None, None


def room_problem(including, included):
    """What composes may use every room; a room may use what its row names, and nothing that composes."""
    parent, room = room_of(including)
    other_parent, other = room_of(included)
    if room is None or parent != other_parent or other == room or other in ROOMS[parent][room]:
        return None
    return f"{parent}{room} must not include {included}"


def other_problem(layer, name, modules):
    for prefix, library in LIBRARIES.items():
        if name.startswith(prefix):
            return None if library in layer.libraries else f"{layer.folder} must not use {library}"
    module, _, rest = name.partition("/")
    named = {module[2:]} if rest and module.startswith("Qt") else modules.get(name, set()) if not rest else set()
    if named and not named & set(layer.qt):
        return f"{layer.folder} must not use Qt {' or '.join(sorted(named))} ({name})"
    return None


def check(project, qt_includes):
    """All that is wrong, as lines of text, and how many files were looked at."""
    project = project.resolve()
    modules, face = qt_modules(qt_includes), engine_face(project)
    problems, files = [], 0
    for top in ("app", "engine", "ui"):
        for path in sorted(p for p in (project / top).rglob("*") if p.suffix in (".h", ".cpp")):
            files += 1
            name = path.relative_to(project).as_posix()
            layer = next(layer for layer in LAYERS if name.startswith(layer.folder))
            for number, quoted, included in includes(path):
                own = project_file(project, path, included) if quoted else None
                if own:
                    problem = own_problem(layer, own, face) or room_problem(name, own)
                else:
                    problem = other_problem(layer, included, modules)
                if problem:
                    problems.append(f"{name}:{number}: {problem}")
    return problems, files


# path: lines, of which those that end in BAD must be found, and no others.
SELF_TEST = {
    "engine/engine.h": ['#include "engine/face.h"', "#include <QString>", "#include <vector>"],
    "engine/face.h": [],
    "engine/inner.h": ["#include <curl/curl.h>", "#include <QSqlDatabase>", "#include <QWidget> // BAD",
                       "#include <QtGui/QImage> // BAD", "#include <torch/torch.h> // BAD",
                       '#include "engine/inference/model.h" // BAD', "#include <QHttpServer> // BAD"],
    "engine/runner/protocol.h": [],
    "engine/snapshot.h": ['#include "engine/base/clock.h"', '#include "engine/engine.h" // BAD'],
    "engine/base/clock.h": ['#include "engine/snapshot.h" // BAD'],
    "engine/lifecycle/scheduler.h": ['#include "engine/base/clock.h"', '#include "engine/snapshot.h"',
                                     '#include "engine/runner/protocol.h" // BAD'],
    "engine/inference/model.h": ["#include <torch/torch.h>", "#include <QImage> // BAD", '#include "engine/runner/protocol.h"',
                                 '#include "engine/inner.h" // BAD', "#include <QWidget> // BAD"],
    "app/rest/server.cpp": ['#include "engine/engine.h"', '#include "engine/face.h"', "#include <QHttpServer>",
                            '#include "routes.h"', '#include "engine/inner.h" // BAD', "#include <QWidget> // BAD",
                            '#include "../../engine/inner.h" // BAD', "  #  include <ATen/ATen.h> // BAD",
                            '#include "server.moc"'],
    "app/rest/routes.h": [],
    "app/rest/http/gate.h": ['#include "app/rest/routes.h" // BAD', '#include "app/rest/api/views.h" // BAD'],
    "app/rest/api/views.h": ['#include "app/rest/http/gate.h"', '#include "engine/base/clock.h"'],
    "app/cli/options.cpp": ['#include "engine/inner.h"', "#include <QGuiApplication> // BAD"],
    "app/modeldeck/main.cpp": ['#include "ui/window.h"', '#include "app/rest/routes.h"', "#include <QApplication>",
                               '#include "engine/inference/model.h" // BAD'],
    "ui/window.h": ["#include <QWidget>", "#include <QChart>", '#include "engine/face.h"',
                    '#include "engine/inner.h" // BAD', '#include "app/rest/routes.h" // BAD',
                    "#include <QHttpServer> // BAD", "#include <curl/curl.h> // BAD",
                    "#include <QSqlDatabase> // BAD"],
}
SELF_TEST_QT = {"QtCore": ["QString"], "QtGui": ["QImage", "QGuiApplication"], "QtSql": ["QSqlDatabase"],
                "QtWidgets": ["QWidget", "QApplication"], "QtCharts": ["QChart"], "QtHttpServer": ["QHttpServer"]}


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        project, qt = Path(folder, "project"), Path(folder, "qt6")
        wanted = set()
        for name, lines in SELF_TEST.items():
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            (project / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
            wanted |= {f"{name}:{number}" for number, line in enumerate(lines, 1) if line.endswith("BAD")}
        for module, headers in SELF_TEST_QT.items():
            (qt / module).mkdir(parents=True)
            for header in headers:
                (qt / module / header).touch()
        found = {problem.split(": ")[0] for problem in check(project, qt)[0]}
    for place in sorted(wanted ^ found):
        print(f"{place}: {'not found' if place in wanted else 'found, and right as it is'}")
    return wanted == found


def main(arguments):
    if arguments == ["--self-test"]:
        return 0 if self_test() else 1
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    project, qt_includes = map(Path, arguments)
    if not (qt_includes / "QtCore" / "QString").exists() or not (project / ENGINE_FACE).exists():
        print(f"{qt_includes} holds no Qt, or {project} is not the project", file=sys.stderr)
        return 2
    problems, files = check(project, qt_includes)
    print("\n".join(problems) if problems else f"{files} files keep to their layers")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
