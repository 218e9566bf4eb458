#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names the C++ files that do not follow .clang-format, with the lines.

usage: format_check.py PROJECT
"""

import shutil
import subprocess
import sys

from sources import sources, without_tool

TOOL = "clang-format-14"


def main(project):
    if not shutil.which(TOOL):
        without_tool(TOOL)
    files = sources(project)
    result = subprocess.run([TOOL, "--dry-run", "--Werror", "--ferror-limit=1", *files], cwd=project, check=False)
    print(f"{len(files)} files checked")
    if result.returncode != 0:
        print(f"`{TOOL} -i FILE` formats them.")
    return result.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
