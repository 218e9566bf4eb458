#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""For service_root.sh, inside the booted root: the services as systemd runs them. Standard library only."""
import json
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import time
import unittest
import urllib.request

MODEL = "ViT-B-32/openai"


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def wait_for(condition, what):
    end = time.monotonic() + 60
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"{what}: never")
        time.sleep(0.05)


class Service:
    """What both services do; `systemctl`, `port`, `account`, `config`, `models`, `hidden`
    and `drop_ins` are the test's."""

    def setUp(self):
        models = pathlib.Path(self.models)
        if not any(models.glob("*")):
            models.mkdir(parents=True, exist_ok=True)
            run("/packages/modeldeck-synthetic-model", "--variant", MODEL, "--tiny", str(models))
        self.settings({"rest_api_port": self.port})
        self.addCleanup(shutil.rmtree, self.drop_ins, ignore_errors=True)
        self.call_manager("start")
        self.addCleanup(self.call_manager, "stop")

    def settings(self, settings):
        path = pathlib.Path(self.config)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings))
        run("chown", "-R", f"{self.account}:", pwd.getpwnam(self.account).pw_dir)

    def call_manager(self, verb):
        run(*self.systemctl, verb, "modeldeckd")

    def show(self, name):
        return run(*self.systemctl, "show", "-P", name, "modeldeckd")

    @staticmethod
    def journal(process):
        return run("journalctl", "--output=cat", f"_PID={process}")

    def main(self):
        return int(self.show("MainPID"))

    def runners(self):
        return [int(entry.name) for entry in pathlib.Path("/proc").glob("[0-9]*")
                if self.comm(entry) == "modeldeck-runne" and entry.stat().st_uid == pwd.getpwnam(self.account).pw_uid]

    @staticmethod
    def comm(entry):
        try:
            return (entry / "comm").read_text().strip()
        except OSError:  # it has ended
            return ""

    def call(self, path, body=None):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}",
                                         None if body is None else json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def embed(self):
        return self.call("/v1/embeddings", {"model": MODEL, "input": "a photo of a cat"})["data"][0]["embedding"]

    def restart_with_watchdog(self, seconds):
        self.drop_ins.mkdir(parents=True)
        (self.drop_ins / "test.conf").write_text(f"[Service]\nWatchdogSec={seconds}\n")
        run(*self.systemctl, "daemon-reload")
        self.addCleanup(run, *self.systemctl, "daemon-reload")
        self.call_manager("restart")

    def test_it_is_active_once_it_serves(self):
        self.assertEqual(self.show("ActiveState"), "active")
        self.assertEqual(self.show("StatusText"), "0 models are loaded")
        self.assertIn(MODEL, [model["model_id"] for model in self.call("/api/rag/embedding/models")["vision"]
                              if model["installed"]])
        self.assertEqual(pathlib.Path(f"/proc/{self.main()}").stat().st_uid, pwd.getpwnam(self.account).pw_uid)

    def test_it_embeds_and_is_confined_with_its_runner(self):
        self.assertGreater(len(self.embed()), 8)
        wait_for(lambda: self.show("StatusText") == "1 model is loaded", "the status names the model")
        (runner,) = self.runners()
        for process in (self.main(), runner):
            facts = dict(line.split(":\t") for line in pathlib.Path(f"/proc/{process}/status").read_text().splitlines()
                         if ":\t" in line)
            self.assertEqual((facts["NoNewPrivs"], facts["Seccomp"], int(facts["CapEff"], 16)), ("1", "2", 0))
            mounts = [line.split() for line in pathlib.Path(f"/proc/{process}/mountinfo").read_text().splitlines()]
            self.assertEqual([mount[5].split(",")[0] for mount in mounts if mount[4] == "/"], ["ro"])
            self.assertEqual(os.stat(f"/proc/{process}/root{self.hidden}").st_mode & 0o777, 0)
            # A folder for temporary files that nobody else sees.
            self.assertFalse(os.path.samefile("/tmp", f"/proc/{process}/root/tmp"))
        self.assertNotIn("Landlock:", self.journal(self.main()))  # what the runner would say if it could not confine itself

    def test_the_watchdog_is_fed_and_ends_a_service_that_hangs(self):
        self.restart_with_watchdog(2)
        first = int(self.show("WatchdogTimestampMonotonic"))
        wait_for(lambda: int(self.show("WatchdogTimestampMonotonic")) > first + 4_000_000, "the watchdog is fed")
        self.assertEqual(self.show("NRestarts"), "0")
        hung = self.main()
        os.kill(hung, signal.SIGSTOP)
        wait_for(lambda: self.show("NRestarts") == "1" and self.show("ActiveState") == "active", "it was started anew")
        self.assertNotEqual(self.main(), hung)
        self.assertGreater(len(self.embed()), 8)

    def test_a_crash_leaves_no_runner_and_is_followed_by_a_start(self):
        self.embed()
        before, restarts = self.runners(), int(self.show("NRestarts"))
        os.kill(self.main(), signal.SIGKILL)
        wait_for(lambda: int(self.show("NRestarts")) == restarts + 1 and self.show("ActiveState") == "active",
                 "it was started anew")
        self.assertFalse(set(before) & set(self.runners()))
        self.assertGreater(len(self.embed()), 8)

    def test_a_reload_reads_the_settings(self):
        self.settings({"rest_api_port": self.port, "max_loaded_models": 3})
        self.call_manager("reload")
        wait_for(lambda: {row["key"]: row["value"] for row in self.call("/api/rag/embedding/config")["settings"]}
                 ["max_loaded_models"] == 3, "the new setting is in force")

    def test_a_stop_unloads_in_order(self):
        self.embed()
        process = self.main()
        self.call_manager("stop")
        self.assertEqual(self.show("Result"), "success")
        self.assertEqual(self.show("ActiveState"), "inactive")
        self.assertIn("every model is unloaded", self.journal(process))
        self.assertEqual(self.runners(), [])


class SystemService(Service, unittest.TestCase):
    systemctl, port, account = ["systemctl"], 7000, "modeldeck"
    config, models = "/var/lib/modeldeck/config.json", "/var/lib/modeldeck/models"
    hidden = "/home"
    drop_ins = pathlib.Path("/run/systemd/system/modeldeckd.service.d")


class UserService(Service, unittest.TestCase):
    port, account = 7001, "person"
    config, models = "/home/person/.config/modeldeck/config.json", "/home/person/.local/share/modeldeck/models"
    hidden = "/home/person/.ssh"
    drop_ins = pathlib.Path("/home/person/.config/systemd/user/modeldeckd.service.d")

    @classmethod
    def setUpClass(cls):
        pathlib.Path(cls.hidden).mkdir(exist_ok=True)
        number = pwd.getpwnam(cls.account).pw_uid
        run("systemctl", "start", f"user@{number}")
        cls.systemctl = ["runuser", "-u", cls.account, "--", "env", f"XDG_RUNTIME_DIR=/run/user/{number}",
                         "systemctl", "--user"]

    def test_it_runs_where_user_namespaces_are_forbidden(self):
        """As AppArmor does in Ubuntu 24.04."""
        if int(run("systemctl", "--version").split()[1]) < 254:
            self.skipTest("this systemd goes on without only where it was not told to make one")
        number = pwd.getpwnam(self.account).pw_uid
        drop_in = pathlib.Path(f"/run/systemd/system/user@{number}.service.d/test.conf")
        drop_in.parent.mkdir(parents=True)
        drop_in.write_text("[Service]\nRestrictNamespaces=yes\n")

        def restart_manager():
            run("systemctl", "daemon-reload")
            run("systemctl", "restart", f"user@{number}")

        self.addCleanup(restart_manager)
        self.addCleanup(shutil.rmtree, drop_in.parent)
        restart_manager()
        self.call_manager("start")
        self.assertGreater(len(self.embed()), 8)
        self.assertEqual(os.readlink(f"/proc/{self.main()}/ns/user"), os.readlink("/proc/self/ns/user"))


if __name__ == "__main__":
    unittest.main()
