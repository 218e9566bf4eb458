#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Flatpak manifest: its syntax, and that it names what the project has. flatpak-builder reads it too, where it is."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

try:
    import yaml
except ImportError:
    yaml = None

SOURCE = pathlib.Path(os.environ["MODELDECK_SOURCE"])
(MANIFEST,) = (SOURCE / "installer/flatpak").glob("*.yaml")


class TestFlatpak(unittest.TestCase):
    @unittest.skipUnless(yaml, "there is no PyYAML (Debian: python3-yaml)")
    def test_it_builds_this_project(self):
        manifest = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
        self.assertEqual(manifest["id"], MANIFEST.stem)
        self.assertTrue((SOURCE / "installer/desktop" / manifest["rename-desktop-file"]).is_file())
        self.assertTrue((SOURCE / "installer/icons" / (manifest["rename-icon"] + ".svg")).is_file())
        last = manifest["modules"][-1]
        self.assertEqual((MANIFEST.parent / last["sources"][0]["path"]).resolve(), SOURCE.resolve())
        for argument in manifest["finish-args"]:
            self.assertRegex(argument, r"^--(share|socket|device|talk-name|filesystem)=\S+$")
        self.assertNotIn("--filesystem=host", manifest["finish-args"])

    @unittest.skipUnless(shutil.which("flatpak-builder"), "there is no flatpak-builder here")
    def test_flatpak_builder_reads_it(self):
        with tempfile.TemporaryDirectory() as folder:  # it leaves its own there
            done = subprocess.run(["flatpak-builder", "--show-manifest", MANIFEST], capture_output=True, text=True,
                                  cwd=folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(done.stdout)["id"], MANIFEST.stem)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
