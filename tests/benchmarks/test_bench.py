# SPDX-License-Identifier: GPL-3.0-or-later
"""Every subcommand of modeldeck-bench works and prints JSON with its tables. How large the figures are says nothing here."""
import json
import os
import shutil
import subprocess
import unittest

EXPECTED = {
    "load": {"load": {"runner_start_s", "map_s", "build_and_convert_s", "ready_s", "first_vector_s", "later_vector_s"}},
    "throughput": {"throughput": {"dtype", "batch", "per_second", "gflop_per_s", "linear_gflop_per_s", "ratio"}},
    "memory": {"memory": {"when", "engine_anon_mb", "runner_anon_mb", "runner_file_mb", "system_available_mb"}},
    "api": {"embedding_of_one_image": {"rest_ms", "share_of_rest_ms"}, "status_requests": {"per_second", "p50_ms", "p99_ms", "processor_us"},
            "encoding_2048x1024": {"what", "ms", "mb"}},
    "catalog": {"catalog": {"first_scan_ms", "rescan_ms", "longest_wait_ms"}},
    "lifecycle": {"lifecycle": {"sweep_ms", "idle_decision_ms", "pressure_decision_ms", "recorded_use_us"}},
    "gui": {"gui": {"first_paint_s", "private_mb", "idle_cpu_percent", "hidden_cpu_percent",
                    "gap_p99_9_ms", "longest_gap_ms"}},
}
MAY_BE_NOTHING = {"idle_cpu_percent", "share_of_rest_ms", "engine_anon_mb", "runner_anon_mb", "runner_file_mb", "unload_ms",
                  "free_in_cpu_lists_mb",
                  "cores_busy", "idle_wake_ups_per_s", "longest_gap_ms"}


class Bench(unittest.TestCase):
    def run_bench(self, *arguments):
        return subprocess.run([os.environ["MODELDECK_BENCH"], *arguments], capture_output=True, text=True)

    def test_each_subcommand_prints_its_tables_as_json(self):
        for name, tables in EXPECTED.items():
            with self.subTest(name):
                done = self.run_bench(name, "--tiny", "--json", "--variant", "ViT-B-32/openai")
                self.assertEqual(done.returncode, 0, done.stderr)
                answer = json.loads(done.stdout)
                if "status_requests" in tables and not shutil.which("wrk"):
                    self.assertIn("there is no wrk", done.stderr)
                    del tables["status_requests"]
                self.assertEqual(set(answer), {"machine", *tables})
                for table, keys in tables.items():
                    self.assertTrue(answer[table])
                    for row in answer[table]:
                        self.assertLessEqual(keys, set(row))
                        for key, value in row.items():
                            if isinstance(value, (int, float)) and key not in MAY_BE_NOTHING:
                                self.assertGreater(value, 0, (table, key))

    def test_what_it_does_not_know_is_an_error_before_anything_is_measured(self):
        for arguments in (["nonsense"], ["load", "nonsense"], ["load", "--runs", "none"]):
            done = self.run_bench(*arguments)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertEqual(done.stdout, "")
            self.assertIn("modeldeck-bench:", done.stderr)


if __name__ == "__main__":
    unittest.main()
