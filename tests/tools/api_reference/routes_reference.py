#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes resources/docs/routes.md of resources/openapi.yaml: routes_reference.py RESOURCES [--check].
With --check it only says whether the file is what it would make."""
import pathlib
import sys

INTRODUCTION = """# Routes

<!-- Made by tests/tools/api_reference/routes_reference.py from openapi.yaml: do not edit. -->

The whole description is [openapi.yaml](../openapi.yaml), served at `/openapi.json`. **read** calls need a token off
loopback, or where `rest_api_auth_reads` says so; **change** calls need it wherever one is configured.

"""


def reference(description):
    out = INTRODUCTION
    for tag in description["tags"]:
        out += f"## {tag['name']}\n\n{tag['description']}\n\n| call | | what it does |\n|---|---|---|\n"
        for path, methods in description["paths"].items():
            for method, call in methods.items():
                if isinstance(call, dict) and tag["name"] in call.get("tags", []):
                    summary = call["summary"].replace("|", "\\|")
                    out += f"| `{method.upper()} {path}` | {call['x-modeldeck-auth']} | {summary} |\n"
        out += "\n"
    return out.rstrip("\n") + "\n"


def main():
    resources = pathlib.Path(sys.argv[1])
    sys.path.insert(0, str(resources))
    import openapi_json
    made = reference(openapi_json.parse((resources / "openapi.yaml").read_text(encoding="utf-8")))
    page = resources / "docs/routes.md"
    if sys.argv[2:] != ["--check"]:
        page.write_text(made, encoding="utf-8")
    elif not page.exists() or page.read_text(encoding="utf-8") != made:
        sys.exit(f"{page} is not what openapi.yaml says. Make it anew:\n  {sys.argv[0]} {resources}")


main()
