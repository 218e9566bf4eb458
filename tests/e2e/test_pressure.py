# SPDX-License-Identifier: GPL-3.0-or-later
"""Another program takes memory until the threshold is crossed: the model must really go, and its memory come back."""
import subprocess
import sys
import time
import unittest

from harness import SMALL, DaemonTest, alive, wait_for

# Takes as many bytes more as each line of its input says, answers, and holds them until it ends.
HOG = """
import sys
held = []
for line in sys.stdin:
    held.append(b"x" * int(line))
    print("held", flush=True)
"""


def meminfo():
    with open("/proc/meminfo") as lines:
        values = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines}
    return values["MemTotal"], values["MemAvailable"]


class Pressure(DaemonTest):
    def setUp(self):
        total, available = meminfo()
        used = 1 - available / total
        if used > 0.6:
            self.skipTest("this machine's memory is too full to add to")
        # High begins 8 % of the memory above what is used now.
        self.step = int(0.01 * total)
        self.environment = {"LAZY_LOADING_UNLOADING_MEMORY_PRESSURE_THRESHOLD": f"{used + 0.08:.3f}",
                            "LAZY_LOADING_UNLOADING_MEMORY_PRESSURE_TIMEOUT": "0", **self.more}
        super().setUp()

    more = {}

    def start_hog(self):
        self.hog = subprocess.Popen([sys.executable, "-c", HOG], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                    text=True)
        self.addCleanup(self.hog.wait)
        self.addCleanup(self.hog.kill)
        self.addCleanup(self.hog.stdin.close)
        self.addCleanup(self.hog.stdout.close)
        self.held = 0

    def take_memory(self):
        """A step more, at most 30 % of the machine: others may give memory back meanwhile."""
        if self.held < 30 * self.step:
            self.hog.stdin.write(f"{self.step}\n")
            self.hog.stdin.flush()
            self.assertEqual(self.hog.stdout.readline().strip(), "held")
            self.held += self.step
            time.sleep(0.3)  # for the engine to see the step; nothing depends on it

    def level(self):
        return self.daemon.status()["memory_pressure"]["system"]

    def push(self):
        """Takes memory until the engine calls it pressure, and holds it."""
        def is_pressed():
            self.take_memory()
            return self.level() in ("high", "critical")
        self.start_hog()
        wait_for(is_pressed, "the pressure is there")


class IdleModels(Pressure):
    def test_an_idle_model_goes_and_a_later_request_brings_it_back(self):
        self.assert_serves()
        runner = self.daemon.runners()[0]
        self.push()
        wait_for(lambda: not alive(runner), "the model has gone")
        receipt = wait_for(self.daemon.receipts, "its receipt")[0]
        self.assertEqual(receipt["reason"], "memory_pressure")
        self.assertEqual(receipt["model_id"], SMALL)
        self.assertGreater(receipt["returned"]["anon_mb"], 0)
        self.assertEqual(receipt["returned"], {**receipt["returned"], **receipt["held"]})  # all of it
        self.hog.kill()
        self.hog.wait()
        wait_for(lambda: self.level() in ("normal", "medium"), "the pressure is over")
        self.assert_serves()
        self.assertEqual(len(self.daemon.runners()), 1)


class PinnedModels(Pressure):
    more = {"MODELDECK_PRESSURE_OVERRIDES_PINS": "false"}

    def test_a_pinned_model_stays(self):
        self.assert_serves()
        self.assertEqual(self.daemon.post(f"/api/rag/embedding/pin/{SMALL}").status, 200)
        self.push()
        self.assert_serves()
        self.assertEqual(len(self.daemon.runners()), 1)
        self.assertEqual(self.daemon.receipts(), [])


class SwitchedOff(Pressure):
    more = {"MODEL_USAGE_TRACKER_ENABLED": "false"}

    def test_without_the_tracker_nothing_goes_by_itself(self):
        self.assert_serves()
        self.push()
        self.assert_serves()
        self.assertEqual(self.daemon.receipts(), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
