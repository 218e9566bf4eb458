# SPDX-License-Identifier: GPL-3.0-or-later
"""A wall clock that jumps, and a machine that sleeps: its boot time runs on, its monotonic time does not."""
import calendar
import os
import signal
import subprocess
import threading
import time
import unittest

from harness import BIN, LARGE, SMALL, Daemon, DaemonTest, wait_for

DAY = 24 * 3600
SHIFT = BIN.parent / "tests" / "clock_shift.so"


def is_instrumented():
    """A sanitizer's library has to come first, and would not."""
    return "san.so" in subprocess.run(["ldd", BIN / "modeldeckd"], capture_output=True, text=True, check=True).stdout


@unittest.skipIf(is_instrumented(), "clocks can't be shifted under a sanitizer")
class Clocks(DaemonTest):
    # So that nothing but its own timer unloads a model.
    environment = {"MODEL_USAGE_TRACKER_CLEANUP_INTERVAL": "3600"}

    def setUp(self):
        super().setUp()
        self.daemon.end()
        self.orders = self.directory / "clocks"
        os.mkfifo(self.orders)
        self.shift = 0  # of the wall clock
        self.start({**self.environment, "LD_PRELOAD": str(SHIFT), "CLOCK_SHIFT": str(self.orders)})

    def start(self, environment):
        self.daemon = Daemon(self.directory, self.models_dir, environment=environment)
        self.addCleanup(self.daemon.destroy)

    def set_wall_clock(self, seconds, boot=0):
        self.shift += seconds
        self.orders.write_text(f"boot {boot}\nwall {seconds}\n")
        wait_for(lambda: abs(self.daemon_time() - self.time()) < 60, "the clock is set")

    def sleep(self, seconds):
        """The machine sleeps, and wakes."""
        self.set_wall_clock(seconds, boot=seconds)

    def time(self):
        return time.time() + self.shift

    def daemon_time(self):
        stamp = self.daemon.get("/api/rag/embedding/health").json["timestamp"]
        return calendar.timegm(time.strptime(stamp[:19], "%Y-%m-%dT%H:%M:%S"))

    def countdown(self, model=SMALL):
        entries = {entry["model_id"]: entry for entry in self.daemon.get("/api/rag/embedding/timeline").json["entries"]}
        return entries[model]["unload_at"] - self.time()

    def test_no_countdown_follows_the_wall_clock(self):
        self.assert_serves()
        runners = self.daemon.runners()
        for jump in (DAY, -2 * DAY, -20 * 365 * DAY):
            self.set_wall_clock(jump)
            self.assertTrue(1500 < self.countdown() <= 1810, self.countdown())
            self.assertEqual(self.daemon.runners(), runners)
        self.assertEqual(self.daemon.embed("x", model=SMALL, keep_alive="1s").status, 200)
        self.set_wall_clock(-DAY)
        receipt = wait_for(self.daemon.receipts, "its time is over all the same", seconds=20)[0]
        self.assertEqual(receipt["reason"], "keep_alive")

    def test_the_history_keeps_its_order_and_what_it_knew(self):
        self.assert_serves(LARGE)
        self.assertIs(self.daemon.post("/api/rag/embedding/unload/vision").json["unloaded"], True)
        for jump in (400 * DAY, -401 * DAY):  # a year ahead, as a dead battery does, and back again
            self.set_wall_clock(jump)
            self.assert_serves()
            self.assertIs(self.daemon.post("/api/rag/embedding/unload/vision").json["unloaded"], True)
        before = [(receipt["id"], receipt["model_id"]) for receipt in self.daemon.receipts()]
        self.assertEqual([model for _, model in before], [SMALL, SMALL, LARGE])
        self.assertEqual(before, sorted(before, reverse=True))
        status = self.daemon.get("/api/rag/embedding/vision/status").json
        self.assertEqual(status["current_model"]["model_id"], SMALL)
        self.assertEqual(self.daemon.end(), 0)
        self.start({})  # the clock is right again
        self.assertEqual([(receipt["id"], receipt["model_id"]) for receipt in self.daemon.receipts()], before)
        self.assertEqual(self.daemon.models()[SMALL]["usage_count"], 2)
        self.assertEqual(self.daemon.models()[LARGE]["usage_count"], 1)

    def test_what_ran_out_while_the_machine_slept_goes_when_it_wakes(self):
        self.assert_serves()
        self.assert_serves(LARGE)
        self.assertEqual(self.daemon.post(f"/api/rag/embedding/pin/{LARGE}").status, 200)
        self.sleep(600)
        self.assertTrue(900 < self.countdown() <= 1210, self.countdown())
        self.assertEqual(len(self.daemon.runners()), 2)
        self.sleep(2 * 3600)
        wait_for(lambda: self.daemon.state(SMALL) == "unloaded", "the idle model went", seconds=20)
        self.assertEqual(self.daemon.receipts()[0]["reason"], "idle_timeout")
        self.assertEqual(self.daemon.state(LARGE), "ready")
        self.assert_serves()

    def test_a_pause_runs_out_in_sleep(self):
        self.assert_serves()
        self.assertEqual(self.daemon.post("/api/rag/embedding/pause", {"seconds": 3 * 3600}).status, 200)
        self.sleep(2 * 3600)
        self.assert_serves()
        self.assertEqual(len(self.daemon.runners()), 1)
        self.sleep(2 * 3600)
        wait_for(lambda: not self.daemon.runners(), "the idle model went", seconds=20)

    def test_who_waits_over_the_sleep_is_answered(self):
        self.assert_serves()
        runner, = self.daemon.runners()
        os.kill(runner, signal.SIGSTOP)
        answers = []
        asking = threading.Thread(target=lambda: answers.append(self.daemon.embed("held", model=SMALL).status))
        asking.start()
        self.addCleanup(asking.join)
        self.addCleanup(lambda: os.kill(runner, signal.SIGCONT) if not answers else None)
        wait_for(lambda: self.daemon.state(SMALL) == "busy", "the request is with the runner")
        self.sleep(8 * 3600)
        self.assertEqual(self.daemon.state(SMALL), "busy")
        os.kill(runner, signal.SIGCONT)
        asking.join()
        self.assertEqual(answers, [200])
        self.assertTrue(1500 < self.countdown() <= 1810, self.countdown())


if __name__ == "__main__":
    unittest.main()
