#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs one test of this folder with clients from PyPI or npm, installed into FOLDER: run.py FOLDER TEST.

Exits with 77, and says so, when they can't be installed."""
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
SKIPPED = 77


def skip(reason):
    print(f"Skipped: {reason}")
    sys.exit(SKIPPED)


def install(what, done, commands):
    """Once: `done` holds what is installed."""
    wanted = "\n".join(what)
    if done.exists() and done.read_text() == wanted:
        return
    for command in commands:
        result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=900)
        if result.returncode != 0:
            print(result.stdout)
            skip(f"{', '.join(what)} can't be installed here (is there a way to the registry?)")
    done.write_text(wanted)


def python(folder, packages):
    environment = folder / "venv"
    install(packages, folder / "installed", [
        [sys.executable, "-m", "venv", environment],
        [environment / "bin/pip", "install", "--quiet", "--disable-pip-version-check", *packages]])
    return environment / "bin/python"


def javascript(folder, packages):
    if not shutil.which("npm"):
        skip("there is no npm")
    install(packages, folder / "installed", [
        ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, *packages]])
    return folder


def main():
    test = sys.argv[2]
    folder = pathlib.Path(sys.argv[1]) / test
    folder.mkdir(parents=True, exist_ok=True)
    interpreter, arguments = pathlib.Path(sys.executable), []
    if test == "python":
        interpreter = python(folder, [
            "openai", "ollama", "langchain-openai", "langchain-ollama", "llama-index-embeddings-ollama",
            "llama-index-embeddings-openai-like", "prometheus_client"])
    elif test == "schemathesis":
        interpreter = python(folder, ["schemathesis>=4"])
    elif test == "pillow":
        interpreter, arguments = python(folder, ["pillow==13.0.0", "numpy"]), [folder]
    elif test == "javascript":
        arguments = [javascript(folder, ["openai", "ollama"])]
    return subprocess.run([interpreter, "-B", HERE / f"test_{test}.py", *arguments]).returncode


if __name__ == "__main__":
    sys.exit(main())
