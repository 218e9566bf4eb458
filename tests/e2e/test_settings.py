# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings that change while modeldeckd runs, and what its logs say."""
import json
import os
import pty
import signal
import subprocess
import unittest
import urllib.request

from harness import BIN, SMALL, Daemon, DaemonTest, wait_for


class FileEdits(DaemonTest):
    def edit(self, text):
        (self.directory / "config.json").write_text(text if isinstance(text, str) else json.dumps(text))

    def ram_timeout(self):
        return self.daemon.status()["tracker_status"]["clip_vision_embedding"]["ram_timeout"]

    def test_an_edit_a_mistake_and_its_mending(self):
        self.assert_serves()
        key = "model_usage_tracker_vision_embedding_ram_timeout"
        self.edit({key: 700})
        wait_for(lambda: self.ram_timeout() == 700, "the edit is in force")
        self.edit({key: -1})
        wait_for(lambda: "settings were not changed" in self.daemon.stderr(), "the mistake is told")
        self.assertIn(key, self.daemon.stderr())
        self.assertEqual(self.ram_timeout(), 700)
        self.daemon.process.send_signal(signal.SIGHUP)
        wait_for(lambda: self.daemon.stderr().count("settings were not changed") == 2, "SIGHUP reads it again")
        self.edit({key: 800})
        wait_for(lambda: self.ram_timeout() == 800, "the mended file is in force")
        (self.directory / "config.json").unlink()
        wait_for(lambda: self.ram_timeout() == 1800, "no file means defaults")
        self.assert_serves()

    def test_an_idle_timeout_of_an_edit_unloads_what_is_loaded(self):
        self.assert_serves()
        self.edit({"model_usage_tracker_vision_embedding_ram_timeout": 1})
        wait_for(lambda: not self.daemon.runners(), "the idle model went")

    def test_the_limits_of_rest_need_no_restart(self):
        self.assertEqual(self.daemon.embed("a" * 4000, model=SMALL, truncate=True).status, 200)
        self.edit({"rest_api_max_body_bytes": 2000})
        wait_for(lambda: self.daemon.embed("a" * 4000, model=SMALL, truncate=True).status == 413, "the limit is in force")

    def test_the_level_of_the_log_changes(self):
        self.assert_serves()
        self.assertNotIn(" debug ", self.daemon.stderr())
        self.edit({"log_level": "debug"})

        def is_logged():
            self.assert_serves()
            return " debug modeldeck.service: " in self.daemon.stderr()
        wait_for(is_logged, "debug is logged")

    def test_a_new_models_directory_is_looked_into(self):
        other = self.directory / "other"
        other.mkdir()
        process = subprocess.Popen([BIN / "modeldeckd", "--state-dir", other, "--config", self.directory / "config.json",
                                    "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                                   env={**os.environ, "HOME": str(other)})
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        self.addCleanup(process.stdout.close)
        url = process.stdout.readline().split()[-1]

        def installed():
            with urllib.request.urlopen(url + "/api/rag/embedding/models") as answer:
                return {model["model_id"]: model["installed"] for model in json.load(answer)["vision"]}[SMALL]

        self.assertIs(installed(), False)
        self.edit({"models_directories": [str(self.models_dir)]})
        wait_for(installed, "the models in it are found")


class Terminal(DaemonTest):
    """Started by hand: the terminal's end is the program's, a SIGHUP by hand is not."""

    def test_its_closing_ends_the_program(self):
        pid, terminal = pty.fork()
        if pid == 0:
            os.environ["HOME"] = str(self.directory)
            os.execv(BIN / "modeldeckd", ["modeldeckd", "--state-dir", str(self.directory / "other"), "--port", "0",
                                          "--config", str(self.directory / "none.json")])
        text = b""
        while b"listening on" not in text:
            text += os.read(terminal, 4096)
        log = self.directory / "other" / "logs" / "modeldeck.log"
        os.kill(pid, signal.SIGHUP)
        wait_for(lambda: "reading the settings again" in log.read_text(), "it reloads")
        self.assertEqual(os.waitpid(pid, os.WNOHANG), (0, 0))
        os.close(terminal)
        _, status = os.waitpid(pid, 0)
        self.assertEqual(os.waitstatus_to_exitcode(status), 0)
        self.assertIn("the terminal was closed", log.read_text())


class PrintConfig(unittest.TestCase):
    def run_it(self, *options, **environment):
        return subprocess.run([BIN / "modeldeckd", *options], capture_output=True, text=True, timeout=30,
                              env={**os.environ, "HOME": "/nonexistent", **environment})

    def test_it_needs_no_lock_and_makes_no_file(self):
        result = self.run_it("--print-config", MODELDECK_MAX_LOADED_MODELS="7")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertIn("max_loaded_models = 7  # environment, MODELDECK_MAX_LOADED_MODELS; default 2\n", result.stdout)

    def test_as_json(self):
        result = self.run_it("--print-config-json", "--port", "7001")
        rows = {row["key"]: row for row in json.loads(result.stdout)["settings"]}
        self.assertEqual(rows["rest_api_port"]["value"], 7001)
        self.assertEqual(rows["rest_api_port"]["source"], "command_line")
        self.assertIs(rows["rest_api_port"]["locked"], True)

    def test_a_mistake_is_one(self):
        self.assertEqual(self.run_it("--print-config", MODELDECK_MAX_LOADED_MODELS="0").returncode, 2)


class Logs(DaemonTest):
    SECRET = "e2e-token-0123456789"
    TEXT = "the text that nobody may read in a log"

    def setUp(self):
        super().setUp()
        self.daemon.end()
        token = self.directory / "token"
        token.write_text(self.SECRET)
        token.chmod(0o600)
        self.daemon = Daemon(self.directory, self.models_dir, "--token-file", token, "--log-level", "debug")
        self.addCleanup(self.daemon.destroy)

    def call(self, body, token=None):
        return self.daemon.post("/v1/embeddings", body, headers={"Authorization": f"Bearer {token or self.SECRET}"})

    def log(self, name):
        return (self.directory / "state" / "logs" / name).read_text()

    def test_neither_tokens_nor_texts_are_in_them(self):
        self.assertEqual(self.call({"model": SMALL, "input": self.TEXT}).status, 200)
        self.assertEqual(self.call({"model": SMALL, "input": self.TEXT}, self.SECRET + "-wrong").status, 401)
        self.assertEqual(self.call('{"model": "' + SMALL + '", "input": "' + self.TEXT).status, 400)
        self.assertEqual(self.call({"model": SMALL, "input": (self.TEXT + " ") * 100}).status, 400)
        self.assertEqual(self.call({"model": SMALL, "modality": "image", "input": [self.TEXT]}).status, 400)
        self.daemon.end()
        everything = self.daemon.stderr() + "".join(self.log(f"{name}.log") for name in
                                                    ("modeldeck", "embedding_service", "model_usage_tracker"))
        self.assertIn(" debug ", everything)
        self.assertNotIn(self.SECRET, everything)
        self.assertNotIn("nobody may read", everything)

    def test_an_unload_is_there_with_reason_and_rule(self):
        self.assertEqual(self.call({"model": SMALL, "input": "x", "keep_alive": 0}).status, 200)
        text = wait_for(lambda: "unloaded, reason keep_alive" in self.log("model_usage_tracker.log") and
                        self.log("model_usage_tracker.log"), "the unload is logged")
        self.assertIn(f'{SMALL} unloaded, reason keep_alive by the rule "keep-alive of the last request', text)
        self.assertIn(f"{SMALL} loaded in ", self.log("embedding_service.log"))
        self.assertNotIn("by the rule", self.log("embedding_service.log"))

    def test_they_are_for_their_owner_alone(self):
        for path in (self.directory / "state" / "logs").iterdir():
            self.assertEqual(path.stat().st_mode & 0o077, 0, path)


if __name__ == "__main__":
    unittest.main()
