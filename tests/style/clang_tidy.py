#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs clang-tidy over the .cpp files that changed since the last release, the latest changes first.

usage: clang_tidy.py PROJECT BUILD [--seconds N] [--all | FILE...]

The last release is the last commit that changed project(… VERSION) in CMakeLists.txt. Without history nothing is
checked. BUILD must be built: its generated headers are read. What is not checked after N seconds is named.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sources import cores, git, without_tool

TOOL = "clang-tidy-14"
# clang cannot read the headers that GCC precompiled.
PRECOMPILED = re.compile(r" -Winvalid-pch| -include \S+cmake_pch\.hxx")


def compile_commands(project, build):
    """Writes the commands without precompiled headers; returns their folder, and the files they compile."""
    folder = build / "tidy"
    folder.mkdir(exist_ok=True)
    commands = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
    kept = []
    for entry in commands:
        path = Path(entry["file"])
        if path.is_relative_to(project) and not path.is_relative_to(build):
            kept.append({**entry, "command": PRECOMPILED.sub("", entry["command"])})
    (folder / "compile_commands.json").write_text(json.dumps(kept), encoding="utf-8")
    return folder, {Path(entry["file"]).relative_to(project).as_posix() for entry in kept}


def changed_since_release(project):
    """The changed files, the latest first; None without history."""
    release = git(project, "log", "-1", "--format=%H", r"-G^project\(.*VERSION", "--", "CMakeLists.txt")
    if not release or git(project, "rev-parse", "--is-shallow-repository") != "false\n":
        return None
    names = git(project, "diff", "--name-only", "HEAD", "--", "*.cpp")
    names += git(project, "log", "--format=", "--name-only", f"{release.strip()}..HEAD", "--", "*.cpp")
    return list(dict.fromkeys(names.split()))


def check(project, folder, name):
    result = subprocess.run([TOOL, "--quiet", "--warnings-as-errors=*", "-p", folder, name],
                            cwd=project, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        print(result.stdout or result.stderr, flush=True)
    return result.returncode == 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("project", type=Path)
    parser.add_argument("build", type=Path)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--all", action="store_true")
    parser.add_argument("files", nargs="*")
    arguments = parser.parse_args()
    if not shutil.which(TOOL):
        without_tool(TOOL)
    project, build = arguments.project.resolve(), arguments.build.resolve()
    folder, known = compile_commands(project, build)
    wanted = sorted(known) if arguments.all else arguments.files or changed_since_release(project)
    if wanted is None:
        print("There is no history here, so that nothing is checked.")
        return 0
    files = [name for name in wanted if name in known]
    end = time.monotonic() + arguments.seconds

    def check_in_time(name):
        return check(project, folder, name) if time.monotonic() < end else None

    with ThreadPoolExecutor(cores()) as pool:
        results = list(pool.map(check_in_time, files))
    left_out = [name for name, result in zip(files, results) if result is None]
    print(f"{len(files) - len(left_out)} of {len(files)} files checked, {results.count(False)} with findings")
    if left_out:
        print("The time was up before:", *left_out, sep="\n  ")
    return 1 if False in results else 0


if __name__ == "__main__":
    sys.exit(main())
