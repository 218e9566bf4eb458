# SPDX-License-Identifier: GPL-3.0-or-later
"""Two hundred lives of a model: nothing is left of them. MODELDECK_SOAK_CYCLES makes it longer."""
import os
import unittest

from harness import SMALL, DaemonTest, data_uri, png, wait_for

CYCLES = int(os.environ.get("MODELDECK_SOAK_CYCLES", "200"))


class Soak(DaemonTest):
    variants = (SMALL,)

    def private_bytes(self):
        """What the process has written to. Not Private_Dirty: it holds the program's own file for as long as the kernel has
        not written that to the disk, 2 MB of it just after the build."""
        with open(f"/proc/{self.daemon.pid}/smaps_rollup") as rollup:
            return sum(int(line.split()[1]) * 1024 for line in rollup if line.startswith("Anonymous:"))

    def test_load_embed_unload(self):
        image = data_uri(png(224, 224))
        for cycle in range(1, CYCLES + 1):
            answer = self.daemon.embed([{"image": image}, {"text": f"cycle {cycle}"}], model=SMALL)
            self.assertEqual(answer.status, 200, answer.body)
            self.assertIs(self.daemon.post("/api/rag/embedding/unload/vision").json["unloaded"], True)
            if cycle == 20:
                memory, descriptors, threads = self.private_bytes(), self.daemon.descriptors(), self.daemon.threads()
        grown = self.private_bytes() - memory
        print(f"{CYCLES} cycles: private memory {memory / 2**20:.1f} MiB after 20, grown by {grown / 2**20:.2f} MiB since")
        self.assertLess(grown, 2**20)
        self.assertEqual(self.daemon.runners(), [])
        wait_for(lambda: self.daemon.descriptors() <= descriptors, "no descriptor more")
        wait_for(lambda: self.daemon.threads() <= threads, "no thread more")


if __name__ == "__main__":
    unittest.main()
