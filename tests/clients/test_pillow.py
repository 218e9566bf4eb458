# SPDX-License-Identifier: GPL-3.0-or-later
"""All pictures of Pillow's source distribution that Pillow reads, as modeldeck-decode-picture reads them."""
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import tarfile
import unittest
import urllib.parse
import urllib.request
import warnings

import numpy
from PIL import Image, ImageOps, features

VERSION = "13.0.0"
SHA256 = "cdcd1ba258178f7356d74170c9a81ba4eab6a5d55748bc402a5a2a6fe6be3510"
FORMATS = {"PNG", "JPEG", "MPO", "GIF", "BMP", "WEBP", "TIFF", "AVIF"}
PROGRAM = pathlib.Path(os.environ["MODELDECK_BIN"]) / "modeldeck-decode-picture"
SKIPPED = 77
FEWEST = 650

# Implementations of the same transform may round otherwise.
TOLERANCE = 2
# Where we do not follow, by the file's path below Tests/images, and why.
TOLERANCES = {"hopper.Lab.tif": 10} # Pillow rounds in the 8-bit tables of LittleCMS
REFUSED = {
    "issue_2811.gif": "its codes begin with 11 bits; GIF allows 8 at most, and giflib refuses more",
}
# Besides these: of 16-bit grey the upper half counts. Pillow cuts every value above 255, which leaves white.


def fetch(folder):
    """The folder with the pictures."""
    archive = folder / f"pillow-{VERSION}.tar.gz"
    if not archive.exists():
        asked = subprocess.run([sys.executable, "-m", "pip", "config", "get", "global.index-url"], text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        index = os.environ.get("PIP_INDEX_URL") or asked.stdout.strip() or "https://pypi.org/simple"
        page = index.rstrip("/") + "/pillow/"
        try:
            links = urllib.request.urlopen(page, timeout=60).read().decode()
            link = re.search(rf'href="([^"#]*{re.escape(archive.name)})', links)[1]
            urllib.request.urlretrieve(urllib.parse.urljoin(page, link), archive)
        except OSError as error:
            print(f"Skipped: {archive.name} can't be fetched ({error})")
            sys.exit(SKIPPED)
    content = archive.read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:
        archive.unlink()
        raise ValueError(f"{archive.name} is another file than expected")
    with tarfile.open(archive) as files:
        files.extractall(folder, filter="data")
    return folder / f"pillow-{VERSION}/Tests/images"


def by_pillow(path):
    """Its pixels, or None if Pillow does not read it, or if it is of another format."""
    try:
        with Image.open(path) as image:
            if image.format not in FORMATS:
                return None
            upright = ImageOps.exif_transpose(image)
            if image.mode.startswith("I;16"):
                twelve = image.format == "TIFF" and image.tag_v2.get(258) == (12,)
                grey = numpy.asarray(upright).astype(int) >> (4 if twelve else 8)
                return numpy.dstack([grey] * 3)
            return numpy.asarray(upright.convert("RGB")).astype(int)
    except Exception: # whatever a damaged file brings Pillow to
        return None


def by_us(path):
    """Its pixels, or the reason why we refuse it."""
    done = subprocess.run([PROGRAM, path], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0:
        return done.stderr.decode().strip() or f"exit {done.returncode}"
    _, size, _, pixels = done.stdout.split(b"\n", 3)
    width, height = map(int, size.split())
    return numpy.frombuffer(pixels, numpy.uint8).reshape(height, width, 3).astype(int)


class Pillow(unittest.TestCase):
    def test_the_pixels_are_those_of_pillow(self):
        warnings.simplefilter("ignore")
        images = fetch(pathlib.Path(sys.argv[1]))
        compared = 0
        for path in sorted(images.rglob("*")):
            name = path.relative_to(images).as_posix()
            expected = by_pillow(path) if path.is_file() else None
            if expected is None:
                continue
            compared += 1
            with self.subTest(name):
                got = by_us(path)
                if name in REFUSED:
                    self.assertIsInstance(got, str)
                    continue
                self.assertNotIsInstance(got, str, got)
                self.assertEqual(got.shape, expected.shape)
                self.assertLessEqual(numpy.abs(got - expected).max(), TOLERANCES.get(name, TOLERANCE))
        self.assertGreater(compared, FEWEST)

    def test_it_is_the_pillow_that_we_mean(self):
        self.assertEqual(features.version("pil"), VERSION)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
