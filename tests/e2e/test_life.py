# SPDX-License-Identifier: GPL-3.0-or-later
"""Starting, ending, and what happens when processes die."""
import os
import resource
import signal
import socket
import subprocess
import threading
import time
import unittest

from harness import BIN, LARGE, SMALL, Daemon, DaemonTest, alive, data_uri, in_parallel, png, wait_for


class Ending(DaemonTest):
    def assert_ends_well(self, signal_number=signal.SIGTERM):
        runners = self.daemon.runners()
        self.assertEqual(self.daemon.end(signal_number), 0)
        self.assertEqual([pid for pid in runners if alive(pid)], [])

    def test_with_nothing_loaded(self):
        self.assert_ends_well(signal.SIGINT)

    def test_with_a_loaded_model_and_its_receipt_survives(self):
        self.assert_serves()
        self.assert_ends_well()
        self.daemon = Daemon(self.directory, self.models_dir)
        self.addCleanup(self.daemon.destroy)
        self.assertEqual(self.daemon.receipts()[0]["reason"], "shutdown")

    def test_while_a_model_loads(self):
        thread = threading.Thread(target=lambda: self.quiet_embed(), daemon=True)
        thread.start()
        wait_for(self.daemon.runners, "the load has begun")
        self.assert_ends_well()
        thread.join()

    def test_while_it_computes(self):
        self.assert_serves()
        threads = [threading.Thread(target=lambda: self.quiet_embed(2000), daemon=True) for _ in range(4)]
        for thread in threads:
            thread.start()
        wait_for(lambda: self.daemon.state(SMALL) == "busy", "it computes")
        self.assert_ends_well()
        for thread in threads:
            thread.join()

    def assert_kill_9_leaves_no_orphan(self, runners):
        self.daemon.process.kill()
        self.daemon.process.wait()
        wait_for(lambda: not any(map(alive, runners)), "the runners are gone", seconds=2)
        # Nothing stale is left that would keep the next one from starting.
        self.daemon = Daemon(self.directory, self.models_dir)
        self.addCleanup(self.daemon.destroy)
        self.assertEqual(self.daemon.get("/livez").status, 200)

    def test_kill_9_leaves_no_orphan(self):
        self.assert_serves()
        self.assert_serves(LARGE)
        runners = self.daemon.runners()
        self.assertEqual(len(runners), 2)
        self.assert_kill_9_leaves_no_orphan(runners)

    def test_kill_9_while_a_model_loads_and_while_one_computes(self):
        for count, state in ((1, "loading"), (2000, "busy")):
            with self.subTest(state):
                if state == "busy":
                    self.assert_serves()
                thread = threading.Thread(target=lambda: self.quiet_embed(count), daemon=True)
                thread.start()
                wait_for(lambda: self.daemon.state(SMALL) == state, "it is under way")
                runners = wait_for(self.daemon.runners, "it has a runner")
                self.assert_kill_9_leaves_no_orphan(runners)
                thread.join()

    def quiet_embed(self, count=1):
        try:
            self.daemon.embed([f"text {i}" for i in range(count)], model=SMALL)
        except OSError:
            pass  # cut off with the program


class StuckRunner(DaemonTest):
    """The runner is stopped in the midst of a request, so that the drain lasts until the test lets it go on."""

    def setUp(self):
        super().setUp()
        self.assert_serves()
        self.runner, = self.daemon.runners()
        os.kill(self.runner, signal.SIGSTOP)
        self.answers = []
        self.asking = threading.Thread(target=self.ask)
        self.asking.start()
        self.addCleanup(self.asking.join)
        wait_for(lambda: self.daemon.state(SMALL) == "busy", "the request is with the runner")

    def ask(self):
        try:
            self.answers.append(self.daemon.embed("held", model=SMALL).status)
        except OSError:
            self.answers.append("cut off")


class EndingWithAStuckRunner(StuckRunner):
    environment = {"MODELDECK_SHUTDOWN_DRAIN_SECONDS": "30"}

    def test_no_call_is_taken_and_the_one_that_runs_is_answered(self):
        self.daemon.process.send_signal(signal.SIGTERM)
        wait_for(lambda: "no more calls are accepted" in self.daemon.stderr(), "it says so")
        with self.assertRaises(OSError):
            wait_for(lambda: self.daemon.get("/livez") is None, "its port is closed")
        self.assertEqual(self.answers, [])
        os.kill(self.runner, signal.SIGCONT)
        self.assertEqual(self.daemon.process.wait(10), 0)
        self.asking.join()
        self.assertEqual(self.answers, [200])
        steps = ("asked to end: SIGTERM", "no more calls are accepted", "REST has answered", "every model is unloaded", "ended")
        log = self.daemon.stderr()
        self.assertEqual([step for step in steps if step not in log], [])

    def test_a_later_signal_ends_it_at_once(self):
        self.daemon.process.send_signal(signal.SIGINT)
        begun = time.monotonic()
        wait_for(lambda: "asked to end: SIGINT" in self.daemon.stderr(), "it ends")
        wait_for(lambda: time.monotonic() > begun + 0.2, "the time in which two signals are one")
        self.assertIsNone(self.daemon.process.poll())
        self.daemon.process.send_signal(signal.SIGTERM)
        self.assertEqual(self.daemon.process.wait(5), 128 + signal.SIGTERM)
        self.assertFalse(alive(self.runner))

    def test_two_signals_at_once_are_one(self):
        self.daemon.process.send_signal(signal.SIGTERM)
        self.daemon.process.send_signal(signal.SIGINT)
        wait_for(lambda: "asked to end" in self.daemon.stderr(), "it ends")
        os.kill(self.runner, signal.SIGCONT)
        self.assertEqual(self.daemon.process.wait(10), 0)
        self.asking.join()
        self.assertEqual(self.answers, [200])


class EndingWhenTheDrainIsOver(StuckRunner):
    environment = {"MODELDECK_SHUTDOWN_DRAIN_SECONDS": "1"}

    def test_the_request_is_told_so_and_the_runner_goes(self):
        self.daemon.process.send_signal(signal.SIGTERM)
        self.assertEqual(self.daemon.process.wait(5), 0)
        self.asking.join()
        self.assertEqual(self.answers, [503])
        self.assertFalse(alive(self.runner))


class Unreadable(DaemonTest):
    def test_a_model_whose_memory_cannot_be_read_stays(self):
        self.assert_serves()
        idle = [self.daemon.connect() for _ in range(20)]
        idle[0].request("GET", "/livez")
        idle[0].getresponse().read()
        limits = resource.prlimit(self.daemon.pid, resource.RLIMIT_NOFILE)
        open_now = lambda: len(os.listdir(f"/proc/{self.daemon.pid}/fd"))
        most = open_now() + 3  # above what is open: its event loops poll no more than the limit
        resource.prlimit(self.daemon.pid, resource.RLIMIT_NOFILE, (most, limits[1]))
        for connection in idle[1:]:
            connection.connect()
        wait_for(lambda: open_now() >= most, "no descriptor more can be had")
        idle[0].request("POST", "/api/model-usage-tracker-config/restart")  # sweeps at once
        self.assertEqual(idle[0].getresponse().status, 200)
        resource.prlimit(self.daemon.pid, resource.RLIMIT_NOFILE, limits)
        for connection in idle:
            connection.close()
        self.assertEqual(self.daemon.state(SMALL), "ready")
        self.assertEqual(len(self.daemon.runners()), 1)


class Killed(DaemonTest):
    """kill -9 of the runner in each state: a clear error, then a new runner."""

    def kill_runner(self):
        for pid in self.daemon.runners():
            os.kill(pid, signal.SIGKILL)

    def test_while_idle(self):
        self.assert_serves()
        self.kill_runner()
        wait_for(lambda: self.daemon.state(SMALL) == "unloaded", "the loss is seen")
        receipt = self.daemon.receipts()[0]
        self.assertEqual(receipt["reason"], "failure")
        self.assertGreater(receipt["held"]["anon_mb"], 0)
        self.assertEqual(receipt["returned"]["anon_mb"], receipt["held"]["anon_mb"])
        self.assert_serves()

    def test_while_loading(self):
        answers = []
        thread = threading.Thread(target=lambda: answers.append(self.daemon.embed("x", model=SMALL)))
        thread.start()
        wait_for(self.daemon.runners, "the load has begun")
        self.kill_runner()
        thread.join()
        self.assertEqual((answers[0].status, answers[0].code), (500, "runner_crashed"), answers[0].body)
        self.assert_serves()

    def test_while_embedding_and_while_draining(self):
        for draining in (False, True):
            with self.subTest(draining=draining):
                self.assert_serves()
                answers = []
                work = threading.Thread(target=lambda: answers.append(self.daemon.embed(["a photo of a cat on a mat"] * 2000, model=SMALL)))
                work.start()
                wait_for(lambda: self.daemon.state(SMALL) == "busy", "it computes")
                unload = threading.Thread(target=lambda: self.daemon.post("/api/rag/embedding/unload/vision"))
                if draining:
                    unload.start()
                    wait_for(lambda: self.daemon.state(SMALL) in ("draining", "unloading"), "it drains")
                self.kill_runner()
                work.join()
                if draining:
                    unload.join()
                self.assertEqual((answers[0].status, answers[0].code), (500, "runner_crashed"), answers[0].body)
                self.assert_serves()

    def test_another_model_is_not_disturbed(self):
        self.assert_serves(SMALL)
        self.assert_serves(LARGE)
        before = set(self.daemon.runners())
        os.kill(self.daemon.runners()[0], signal.SIGKILL)
        wait_for(lambda: "unloaded" in (self.daemon.state(SMALL), self.daemon.state(LARGE)), "the loss is seen")
        survivor, = self.daemon.runners()
        self.assert_serves(SMALL)
        self.assert_serves(LARGE)
        self.assertIn(survivor, before & set(self.daemon.runners()))


class Starting(DaemonTest):
    def start(self, *options, environment=None):
        """Runs a second modeldeckd that is expected to end by itself."""
        return subprocess.run([BIN / "modeldeckd", *options], env={**os.environ, "HOME": str(self.directory), **(environment or {})},
                              capture_output=True, text=True, timeout=30)

    def test_a_second_program_on_one_state_says_who_holds_it(self):
        second = self.start("--state-dir", self.directory / "state", "--port", "0")
        self.assertNotEqual(second.returncode, 0)
        self.assertIn(str(self.daemon.pid), second.stderr)
        self.assert_serves()

    def test_a_taken_port(self):
        second = self.start("--state-dir", self.directory / "other", "--port", str(self.daemon.port))
        self.assertNotEqual(second.returncode, 0)
        self.assertIn(str(self.daemon.port), second.stderr)
        self.assertEqual(second.stdout, "")

    def test_mistakes_in_options_and_settings_end_with_2(self):
        broken = self.directory / "broken.json"
        broken.write_text("{")
        for options, word in ((("--port", "70000"), "70000"), (("--no-such",), "no-such"), (("--listen", "0.0.0.0"), "token"),
                              (("--config", broken), "broken.json")):
            with self.subTest(options):
                result = self.start("--state-dir", self.directory / "other", *options)
                self.assertEqual(result.returncode, 2, result.stderr)
                self.assertIn(word, result.stderr)
        result = self.start("--state-dir", self.directory / "other", environment={"MODEL_USAGE_TRACKER_CLEANUP_INTERVAL": "soon"})
        self.assertEqual(result.returncode, 2)
        self.assertIn("MODEL_USAGE_TRACKER_CLEANUP_INTERVAL", result.stderr)

    def test_version_and_help(self):
        for option in ("--version", "--help"):
            result = self.start(option)
            self.assertEqual(result.returncode, 0)
            self.assertTrue(result.stdout)

    def test_it_links_neither_widgets_nor_libtorch(self):
        libraries = subprocess.run(["ldd", BIN / "modeldeckd"], capture_output=True, text=True, check=True).stdout
        for name in ("Widgets", "libQt6Gui", "libtorch", "libc10.so"):
            self.assertNotIn(name, libraries)


class MissingRunner(DaemonTest):
    environment = {"MODELDECK_RUNNER_PROGRAM": "/nonexistent/modeldeck-runner"}

    def test_a_missing_runner_program_is_named(self):
        answer = self.daemon.embed("x", model=SMALL)
        self.assertEqual((answer.status, answer.code), (500, "model_load_failed"), answer.body)
        self.assertIn(b"/nonexistent/modeldeck-runner", answer.body)
        self.assertEqual(self.daemon.get("/livez").status, 200)


class IdleTimeout(DaemonTest):
    environment = {"MODEL_USAGE_TRACKER_VISION_EMBEDDING_RAM_TIMEOUT": "1"}

    def test_an_idle_model_goes_and_the_receipt_names_the_rule(self):
        self.assert_serves()
        wait_for(lambda: not self.daemon.runners(), "the idle model went")
        receipt = wait_for(self.daemon.receipts, "its receipt")[0]
        self.assertEqual(receipt["reason"], "idle_timeout")
        self.assertIn("1 s", receipt["rule"])


class FullDisk(DaemonTest):
    """A state directory with no room: served all the same, in memory."""

    def setUp(self):
        super().setUp()
        self.daemon.end()
        self.small_disk = self.directory / "state"
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", self.small_disk], capture_output=True)
        if mounted.returncode != 0:
            self.skipTest("may not mount a small file system here")
        self.addCleanup(subprocess.run, ["umount", "-l", self.small_disk], check=False)
        (self.small_disk / "filler").write_bytes(b"x" * 60_000)

    def test_it_serves_and_unloads(self):
        self.daemon = Daemon(self.directory, self.models_dir)
        self.addCleanup(self.daemon.destroy)
        for _ in range(3):
            self.assert_serves()
            self.assertIs(self.daemon.post("/api/rag/embedding/unload/vision").json["unloaded"], True)
        self.assertEqual(len(self.daemon.receipts()), 3)
        self.assertEqual(self.daemon.end(), 0)


if __name__ == "__main__":
    unittest.main()
