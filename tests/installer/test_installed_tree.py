#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Installs what was built into a folder of its own and asks the distribution's tools, and the programs, about it."""
import base64
import configparser
import gzip
import json
import os
import pathlib
import re
import shlex
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import unittest
import urllib.request
import zlib

from typing_shell import TypingShell

BUILD, SOURCE = pathlib.Path(os.environ["MODELDECK_BUILD"]), pathlib.Path(os.environ["MODELDECK_SOURCE"])
ON = {"ON", "TRUE", "1", "YES"}
SANITIZERS = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
HAS_WINDOW, HAS_RUNNER = os.environ["MODELDECK_UI"].upper() in ON, os.environ["MODELDECK_RUNNER"].upper() in ON


def tool(name):
    return unittest.skipUnless(shutil.which(name), f"there is no {name} here")


def grey_png():
    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
    rows = b"\0" + b"\x80" * 8
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows * 8)) + chunk(b"IEND", b""))


class TestInstalledTree(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="modeldeck-tree-")
        cls.root = pathlib.Path(cls.folder.name)
        cls.prefix = cls.root / "some where" / "usr"  # a blank in the path, as a person may have it
        done = subprocess.run([os.environ["CMAKE"], "--install", BUILD, "--prefix", cls.prefix, "--strip"],
                              env=dict(os.environ, DESTDIR=""), capture_output=True, text=True)
        if done.returncode:
            raise AssertionError(done.stdout + done.stderr)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def run_tool(self, *command, **options):
        done = subprocess.run(command, capture_output=True, text=True, **options)
        self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def test_everything_is_inside_the_prefix_and_where_the_standards_say(self):
        expected = ["bin/modeldeckd", "lib/systemd/user/modeldeckd.service", "lib/systemd/system/modeldeckd.service",
                    "lib/sysusers.d/modeldeck.conf", "etc/default/modeldeckd", "share/man/man1/modeldeckd.1.gz",
                    "share/man/man5/modeldeck-config.5.gz", "share/doc/modeldeckd/copyright",
                    "share/bash-completion/completions/modeldeckd", "share/zsh/vendor-completions/_modeldeckd",
                    "share/fish/vendor_completions.d/modeldeckd.fish"]
        if HAS_RUNNER:
            expected += ["libexec/modeldeck/modeldeck-runner", "share/man/man1/modeldeck-runner.1.gz"]
        if HAS_WINDOW:
            expected += ["bin/modeldeck", "share/applications/modeldeck.desktop",
                         "share/icons/hicolor/scalable/apps/modeldeck.svg",
                         "share/icons/hicolor/symbolic/apps/modeldeck-symbolic.svg",
                         "share/icons/hicolor/48x48/apps/modeldeck.png", "share/man/man1/modeldeck.1.gz"]
        for path in expected:
            self.assertTrue((self.prefix / path).is_file(), path)
        self.assertEqual([p.name for p in self.root.iterdir()], ["some where"])

    @unittest.skipUnless(HAS_WINDOW, "built without the window")
    @tool("desktop-file-validate")
    def test_the_desktop_file(self):
        self.assertEqual(self.run_tool("desktop-file-validate", self.prefix / "share/applications/modeldeck.desktop"), "")

    def window_speaks(self, command, **environment):
        """Starts the window as a launcher would, waits until it is there, and ends it. Gives its language."""
        home = tempfile.mkdtemp(dir=self.root / "some where")
        window = subprocess.Popen(
            command, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            env={"HOME": home, "PATH": f"{self.prefix}/bin:{os.environ['PATH']}", "QT_QPA_PLATFORM": "offscreen",
                 "LC_ALL": "C.UTF-8", **SANITIZERS, **environment})
        seen = ""
        for line in window.stderr:
            seen += line
            if found := re.search(r"the window speaks (\w+)", line):
                break
        window.terminate()
        seen += window.communicate(timeout=60)[1]
        self.assertEqual(window.returncode, 0, seen)
        self.assertTrue(found, seen)
        return found[1]

    @unittest.skipUnless(HAS_WINDOW, "built without the window")
    def test_every_line_of_the_desktop_file_starts_the_program(self):
        entry = configparser.ConfigParser(interpolation=None)
        entry.optionxform = str
        entry.read(self.prefix / "share/applications/modeldeck.desktop", encoding="utf-8")
        actions = entry["Desktop Entry"]["Actions"].strip(";").split(";")
        self.assertEqual(entry.sections(), ["Desktop Entry"] + [f"Desktop Action {action}" for action in actions])
        for section in entry.sections():
            with self.subTest(section):
                self.assertEqual(self.window_speaks(shlex.split(entry[section]["Exec"])), "en")

    @unittest.skipUnless(HAS_WINDOW, "built without the window")
    def test_the_language_is_the_sessions_or_the_settings(self):
        self.assertEqual(self.window_speaks(["modeldeck"], LANGUAGE="fr"), "fr")
        self.assertEqual(self.window_speaks(["modeldeck"], LANGUAGE="fi:de:fr"), "de")
        self.assertEqual(self.window_speaks(["modeldeck"], LANGUAGE="fr", MODELDECK_LANGUAGE="de"), "de")

    @unittest.skipUnless(HAS_WINDOW, "built without the window")
    @tool("appstreamcli")
    def test_the_metainfo(self):
        (metainfo,) = (self.prefix / "share/metainfo").iterdir()
        said = subprocess.run(["appstreamcli", "validate", "--no-net", metainfo], capture_output=True, text=True).stdout
        self.assertIn(metainfo.name.removesuffix(".metainfo.xml"), said)
        # What is not published has no homepage, which AppStream 1.0 asks for.
        self.assertEqual([line for line in said.splitlines()
                          if line.startswith(("E:", "W:")) and "url-homepage-missing" not in line], [])

    @unittest.skipUnless(HAS_WINDOW, "built without the window")
    def test_every_release_is_in_the_changelogs(self):
        (metainfo,) = (self.prefix / "share/metainfo").iterdir()
        releases = re.findall('<release version="(.*?)" date="(.*?)"', metainfo.read_text("utf-8"))
        self.assertTrue(releases)
        ours, debian = (gzip.decompress((self.prefix / f"share/doc/modeldeckd/{name}.gz").read_bytes()).decode()
                        for name in ("changelog", "changelog.Debian"))
        for version, date in releases:
            self.assertIn(f"\n## {version} - {date}\n", ours)
        self.assertTrue(debian.startswith(f"modeldeck ({releases[0][0]}-"), debian)

    @tool("appstreamcli")
    def test_the_metainfo_of_a_build_that_is_published(self):
        metainfo = self.root / "some where" / "org.example.Modeldeck.metainfo.xml"
        values = {"METAINFO": metainfo, "PROJECT_VERSION": "1.0", "MODELDECK_APP_ID": "org.example.Modeldeck",
                  "MODELDECK_RELEASE_DATE": "2026-11-24", "MODELDECK_HOMEPAGE": "https://example.org/modeldeck"}
        self.run_tool(os.environ["CMAKE"], *(f"-D{name}={value}" for name, value in values.items()),
                      "-P", SOURCE / "installer/desktop/metainfo.cmake")
        self.run_tool("appstreamcli", "validate", "--no-net", metainfo)
        pictures = re.findall("<image>https://example.org/modeldeck/(.*)</image>", metainfo.read_text("utf-8"))
        self.assertEqual(len(pictures), 2)
        for picture in pictures:
            self.assertTrue((SOURCE / "resources" / picture).is_file(), picture)

    @unittest.skipUnless(HAS_WINDOW, "built without the window")
    def test_icons_have_their_size(self):
        for size in (16, 22, 24, 32, 48, 64, 128, 256, 512):
            png = (self.prefix / f"share/icons/hicolor/{size}x{size}/apps/modeldeck.png").read_bytes()
            self.assertEqual(struct.unpack(">II", png[16:24]), (size, size))
            self.assertGreater(len(set(png[40:])), 20, "an empty drawing")

    @tool("man")
    def test_man_pages_have_no_warnings(self):
        for page in sorted(self.prefix.glob("share/man/man*/*.gz")):
            said = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", page],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                                  env=dict(os.environ, MANWIDTH="80", MANROFFSEQ="")).stderr
            self.assertEqual(said, "", page)

    def test_man_pages_know_every_option_and_setting(self):
        page = gzip.decompress((self.prefix / "share/man/man1/modeldeckd.1.gz").read_bytes()).decode()
        shown = self.run_tool(self.prefix / "bin/modeldeckd", "--help")
        for option in re.findall(r"^  (--[a-z-]+)", shown, re.M):
            self.assertIn(option.replace("-", "\\-"), page)
        page = gzip.decompress((self.prefix / "share/man/man5/modeldeck-config.5.gz").read_bytes()).decode()
        settings = json.loads(self.run_tool(self.prefix / "bin/modeldeckd", "--print-config-json"))["settings"]
        for setting in settings:
            self.assertIn("\\fB" + setting["key"] + "\\fR", page)
            self.assertIn("\\fB" + setting["env"] + "\\fR", page)

    @tool("bash")
    def test_bash_completes(self):
        folder = self.prefix / "share/bash-completion/completions"
        self.check_completion(TypingShell(["bash", "--norc", "--noprofile", "-i"],
                                          f"for file in {shlex.quote(str(folder))}/*; do source \"$file\"; done"))

    @tool("zsh")
    def test_zsh_completes(self):
        self.check_completion(TypingShell(["zsh", "-f", "-i"], f"""
            fpath=({shlex.quote(str(self.prefix / "share/zsh/vendor-completions"))} $fpath)
            autoload -Uz compinit && compinit -u -D"""))

    def check_completion(self, shell):
        self.addCleanup(shell.end)
        folder = tempfile.mkdtemp(prefix="modeldeck-shell-")
        self.addCleanup(shutil.rmtree, folder)
        pathlib.Path(folder, "deep inside").mkdir()
        for typed, understood in [("--mod\t/m", "--models-dir /m"), ("--log-level d\t", "--log-level debug"),
                                  (f"--state-dir {folder}/d\t", f"--state-dir {folder}/deep inside")]:
            self.assertEqual(shell.arguments_of("modeldeckd", typed).rstrip("/"), understood)
        if HAS_WINDOW:
            self.assertEqual(shell.arguments_of("modeldeck", "--back\t"), "--background")

    @tool("fish")
    def test_fish_completes(self):
        def replies(typed):
            script = (f"source {shlex.quote(str(self.prefix / 'share/fish/vendor_completions.d/modeldeckd.fish'))}; "
                      f"complete -C {shlex.quote(typed)}")
            said = self.run_tool("fish", "--no-config", "-c", script, env=dict(os.environ, HOME=str(self.root)))
            return [line.split("\t")[0] for line in said.splitlines()]
        self.assertEqual(replies("modeldeckd --mod"), ["--models-dir"])
        self.assertEqual(replies("modeldeckd --log-level d"), ["debug"])
        self.assertEqual(replies("modeldeckd --port "), [])

    def unit(self, kind):
        """The unit as it was installed, with a program that systemd finds whoever asks."""
        text = (self.prefix / f"lib/systemd/{kind}/modeldeckd.service").read_text()
        program = f'ExecStart="{self.prefix}/bin/modeldeckd"'
        self.assertIn(program, text)
        text = text.replace(program, "ExecStart=/bin/true")
        path = self.root / "some where" / kind / "modeldeckd.service"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return path

    @tool("systemd-analyze")
    def test_systemd_takes_the_units(self):
        for kind in ("user", "system"):
            said = self.run_tool("systemd-analyze", "verify", f"--{kind}", "--man=no", "--recursive-errors=no", self.unit(kind),
                                 env=dict(os.environ, XDG_RUNTIME_DIR=str(self.root / "some where")))
            self.assertNotIn("modeldeckd.service", said)

    def test_a_user_namespace_is_demanded_only_where_systemd_makes_none_by_itself(self):
        for version, line in (("252", "PrivateUsers=yes"), ("255", "#PrivateUsers=yes")):  # Debian 12, Ubuntu 24.04
            prefix = self.root / "some where" / version
            self.run_tool(os.environ["CMAKE"], f"-DSOURCE={SOURCE}/installer/systemd", f"-DBUILD={prefix}/build",
                          "-DBINDIR=bin", f"-DSYSTEMD_VERSION={version}", f"-DCMAKE_INSTALL_PREFIX={prefix}/usr",
                          "-P", SOURCE / "installer/systemd/install.cmake")
            self.assertIn(line, (prefix / "usr/lib/systemd/user/modeldeckd.service").read_text().splitlines())

    @tool("systemd-analyze")
    def test_the_system_unit_is_well_confined(self):
        said = self.run_tool("systemd-analyze", "security", "--offline=yes", "--threshold=30", self.unit("system"))
        self.assertIn("Overall exposure level", said)

    @unittest.skipUnless(HAS_RUNNER, "built without the runner")
    @unittest.skipIf(os.environ["MODELDECK_SANITIZE"], "libtorch is not built for sanitizers")
    def test_it_runs_from_there_and_finds_its_runner_and_tells_the_service_manager(self):
        self.check_that_it_embeds(self.prefix, {})

    @unittest.skipUnless(HAS_RUNNER, "built without the runner")
    @unittest.skipIf(os.environ["MODELDECK_SANITIZE"], "libtorch is not built for sanitizers")
    @tool("qtpaths6")
    def test_it_runs_after_it_was_moved_with_plugins_of_its_own_as_in_an_appimage(self):
        moved = self.root / "moved away"
        self.prefix.rename(moved)
        self.addCleanup(moved.rename, self.prefix)
        plugins = pathlib.Path(self.run_tool("qtpaths6", "--plugin-dir").strip())
        shutil.copytree(plugins / "sqldrivers", moved / "plugins/sqldrivers")
        loaded = self.check_that_it_embeds(moved, {"QT_PLUGIN_PATH": str(moved / "plugins")})
        self.assertIn("/libwebpdemux.so", loaded) # pictures need no plugins
        self.assertNotIn("/imageformats/", loaded)

    def check_that_it_embeds(self, prefix, surroundings):
        """Gives what its runner has mapped."""
        home = self.root / "some where" / "home"
        models = home / ".local/share/modeldeck/models"
        models.mkdir(parents=True, exist_ok=True)
        if not any(models.iterdir()):
            self.run_tool(BUILD / "bin/modeldeck-synthetic-model", "--variant", "ViT-B-32/openai", "--tiny", models)
        manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(manager.close)
        manager.settimeout(60)
        manager.bind(str(self.root / "notify"))
        self.addCleanup(os.unlink, self.root / "notify")
        environment = {"HOME": str(home), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8",
                       "NOTIFY_SOCKET": str(self.root / "notify"), **surroundings}
        server = subprocess.Popen([prefix / "bin/modeldeckd", "--port", "0"], env=environment, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            url = server.stdout.readline().split()[-1].rstrip("/")
            body = {"modality": "image", "input": "data:image/png;base64," + base64.b64encode(grey_png()).decode()}
            with urllib.request.urlopen(f"{url}/v1/embeddings", json.dumps(body).encode(), timeout=120) as answer:
                self.assertGreater(len(json.load(answer)["data"][0]["embedding"]), 8)
            said = {manager.recv(256) for _ in range(3)}
            self.assertEqual(said, {b"READY=1", b"STATUS=0 models are loaded", b"STATUS=1 model is loaded"})
            (runner,) = self.children(server.pid)
            self.assertEqual(os.readlink(f"/proc/{runner}/exe"), str(prefix / "libexec/modeldeck/modeldeck-runner"))
            loaded = pathlib.Path(f"/proc/{runner}/maps").read_text()
        finally:
            server.send_signal(signal.SIGTERM)
            self.assertEqual(server.wait(30), 0)
            server.stdout.close()
        self.assertEqual(manager.recv(256), b"STOPPING=1")
        return loaded

    @staticmethod
    def children(pid):
        return [child for task in pathlib.Path(f"/proc/{pid}/task").iterdir()
                for child in (task / "children").read_text().split()]


if __name__ == "__main__":
    unittest.main()
