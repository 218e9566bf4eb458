# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checks of style share."""

import os
import subprocess
import sys
from pathlib import Path

SKIPPED = 77


def git(project, *arguments):
    """The output of git; None where there is no repository, or git fails."""
    result = subprocess.run(["git", "-C", project, *arguments], capture_output=True, text=True, check=False)
    return result.stdout if result.returncode == 0 else None


def sources(project):
    """Every C++ file of the project, below it: those that git tracks, or without git all in the code's folders."""
    tracked = git(project, "ls-files", "*.cpp", "*.h")
    if tracked:
        files = tracked.split("\n")
    else:
        files = [path.relative_to(project).as_posix() for folder in ("app", "engine", "tests", "ui")
                 for pattern in ("*.cpp", "*.h") for path in Path(project, folder).rglob(pattern)]
    return sorted(name for name in files if name and Path(project, name).is_file())


def without_tool(name):
    """Skips the test, or fails it on Debian 12, for which installer/dependencies.sh installs the tool."""
    release = Path("/etc/os-release")
    lines = release.read_text(encoding="utf-8").splitlines() if release.exists() else []
    print(f"{name} is not installed", flush=True)
    sys.exit(1 if "ID=debian" in lines and 'VERSION_ID="12"' in lines else SKIPPED)


def cores():
    return len(os.sched_getaffinity(0))
