# SPDX-License-Identifier: GPL-3.0-or-later
"""Another program takes memory until the threshold is crossed: the model must really go, and its memory come back."""
import subprocess
import sys
import unittest

from harness import SMALL, DaemonTest, alive, wait_for

# Takes as many bytes as it is told, says so, and holds them until its input ends.
HOG = "import sys; held = b'x' * int(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


def meminfo():
    with open("/proc/meminfo") as lines:
        values = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines}
    return values["MemTotal"], values["MemAvailable"]


class Pressure(DaemonTest):
    def setUp(self):
        total, available = meminfo()
        used = 1 - available / total
        if used > 0.7:
            self.skipTest("this machine's memory is too full to add to")
        # High begins 8 % of the memory above what is used now, and the hog takes 14 %.
        self.hog_bytes = int(0.14 * total)
        self.environment = {"LAZY_LOADING_UNLOADING_MEMORY_PRESSURE_THRESHOLD": f"{used + 0.08:.3f}",
                            "LAZY_LOADING_UNLOADING_MEMORY_PRESSURE_TIMEOUT": "0", **self.more}
        super().setUp()

    more = {}

    def hog(self):
        hog = subprocess.Popen([sys.executable, "-c", HOG, str(self.hog_bytes)], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True)
        self.addCleanup(hog.wait)
        self.addCleanup(hog.kill)
        self.addCleanup(hog.stdin.close)
        self.addCleanup(hog.stdout.close)
        self.assertEqual(hog.stdout.readline().strip(), "held")
        return hog

    def level(self):
        return self.daemon.status()["memory_pressure"]["system"]


class IdleModels(Pressure):
    def test_an_idle_model_goes_and_a_later_request_brings_it_back(self):
        self.assert_serves()
        runner = self.daemon.runners()[0]
        hog = self.hog()
        wait_for(lambda: not alive(runner), "the model has gone")
        receipt = wait_for(self.daemon.receipts, "its receipt")[0]
        self.assertEqual(receipt["reason"], "memory_pressure")
        self.assertEqual(receipt["model_id"], SMALL)
        self.assertGreater(receipt["returned"]["anon_mb"], 0)
        self.assertEqual(receipt["returned"], {**receipt["returned"], **receipt["held"]})  # all of it
        hog.kill()
        hog.wait()
        wait_for(lambda: self.level() in ("normal", "medium"), "the pressure is over")
        self.assert_serves()
        self.assertEqual(len(self.daemon.runners()), 1)


class PinnedModels(Pressure):
    more = {"MODELDECK_PRESSURE_OVERRIDES_PINS": "false"}

    def test_a_pinned_model_stays(self):
        self.assert_serves()
        self.assertEqual(self.daemon.post(f"/api/rag/embedding/pin/{SMALL}").status, 200)
        self.hog()
        wait_for(lambda: self.level() in ("high", "critical"), "the pressure is there")
        self.assert_serves()
        self.assertEqual(len(self.daemon.runners()), 1)
        self.assertEqual(self.daemon.receipts(), [])


class SwitchedOff(Pressure):
    more = {"MODEL_USAGE_TRACKER_ENABLED": "false"}

    def test_without_the_tracker_nothing_goes_by_itself(self):
        self.assert_serves()
        self.hog()
        wait_for(lambda: self.level() in ("high", "critical"), "the pressure is there")
        self.assert_serves()
        self.assertEqual(self.daemon.receipts(), [])


if __name__ == "__main__":
    unittest.main(verbosity=2)
