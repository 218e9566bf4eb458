#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""openapi.yaml means to a reader of YAML what openapi_json.py makes of it: test_openapi.py RESOURCES OPENAPI_JSON"""

import json
import sys
import unittest
from pathlib import Path

RESOURCES, SERVED = Path(sys.argv[1]), Path(sys.argv[2])
sys.path.insert(0, str(RESOURCES))
import openapi_json  # noqa: E402

try:
    import yaml
except ImportError:
    yaml = None


class TestOpenApi(unittest.TestCase):
    @unittest.skipUnless(yaml, "there is no PyYAML (Debian: python3-yaml)")
    def test_both_forms_say_the_same(self):
        source = yaml.safe_load((RESOURCES / "openapi.yaml").read_text(encoding="utf-8"))
        self.assertEqual(json.loads(SERVED.read_text(encoding="utf-8")), source)

    def test_what_it_does_not_read_it_refuses(self):
        for bad in ("a: |\n  text", "a: &anchor b", "a: *b", "a:\n", "a: b\na: c", "a: [b", "a: {b}", "- a\n  - b", "a: b: c",
                    "a: b\n   c: d", "a: [b] c", "a: 'b'", "a:\n  <<: *b", "a: &b\n  c: d\ne:\n  <<: *f"):
            with self.subTest(bad), self.assertRaises(ValueError):
                openapi_json.parse(bad)

    def test_what_it_reads(self):
        self.assertEqual(openapi_json.parse('# c\na: {b: [1, "x, y", null], "200": d}\ne:\n  - f: true\n    g: h:i\n'),
                         {"a": {"b": [1, "x, y", None], "200": "d"}, "e": [{"f": True, "g": "h:i"}]})

    def test_blocks_are_merged_by_their_name_and_what_stands_there_already_stays(self):
        self.assertEqual(openapi_json.parse("a: &b\n  c: 1\n  d: 2\ne:\n  d: 3\n  <<: *b\n"),
                         {"a": {"c": 1, "d": 2}, "e": {"c": 1, "d": 3}})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
