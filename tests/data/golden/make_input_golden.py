#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes what the tests expect of tokenizer and image preprocessing, as the libraries of the models have it.

Needs transformers, open_clip_torch, ftfy, numpy and Pillow, and modeldeck-synthetic-model for the vocabulary:

    make_input_golden.py build/bin/modeldeck-synthetic-model

It makes, beside itself, images/ (small files of every format), pixels.json and tokens.json. The images are drawn by
formula, so that a second run with the same libraries changes nothing.
"""
import base64
import gzip
import json
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import numpy as np
import open_clip.tokenizer
import open_clip.transform
from PIL import Image, ImageOps
from transformers import CLIPTokenizerFast
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

HERE = Path(__file__).resolve().parent
SIDE = 24  # of the model's input in these tests
MEAN = np.array([0.48145466, 0.4578275, 0.40821073]).reshape(3, 1, 1)
STD = np.array([0.26862954, 0.26130258, 0.27577711]).reshape(3, 1, 1)

TEXTS = [
    "a photo of a cat", "", "   ", "A Photo, of THE Cat's whiskers!!", "hello world " * 20,
    "I'll we've they're it's don't can't I'd I'm 'S 'T O'REILLY rock'n'roll y'all'd've",
    "Caf\u00e9 cafe\u0301 \u00c5ngstr\u00f6m A\u030a", "\u1e9b\u0323 \u1100\u1161\u11a8 \uac01 x\u0300\u0301\u0323y",
    "\u65e5\u672c\u8a9e\u306e\u30c6\u30ad\u30b9\u30c8 \u6f22\u5b57", "\ud55c\uad6d\uc5b4",
    "\U0001f469\u200d\U0001f467 \U0001f1e9\U0001f1ea \u263a\ufe0f \U0001f44d\U0001f3fd",
    "&amp;lt;b&amp;gt; &lt;i&gt; &eacute; &hellip; &ampx &notit; &#8217; &#x41; &#0; &#150; &nosuch; & &#; &#x;",
    "<b>bold &amp; it</b> &copy2 &rsquo;s", "first &rsquo;s\nthen <i> &rsquo;s", "AT&T x&y Q&A; &amp;amp;amp;lt;",
    "tab\tnew\nline\r\nx\u2028y\u00a0z\u3000w", "\x00\x01\x1f\x7f\x1b[31mred\x1b[0m a\x1cb",
    "<|startoftext|>hello<|endoftext|>", "hello <|endoftext|> world <|endoftext|>", "<|STARTOFTEXT|>!x",
    "!<|endoftext|>x", "<start_of_text> dog <end_of_text>", "<START_OF_TEXT> !<end_of_text>",
    "\u039f\u0394\u03a5\u03a3\u03a3\u0395\u03a5\u03a3 \u03a3\u0391\u03a3 \u03a3 \u0391\u03a3' \u0391\u03a3.\u0392",
    "\u0130stanbul ISTANBUL \u0131", "\u201ccurly\u201d \u2018quotes\u2019 it\u2019s isn\u2019t",
    "\ufb01ne \ufb02ow \ufb03 \u017ftop \u0133 \u01c6 \u01c4 \u0149", "'\u017f the'\u017f Kelvin \u212a",
    "\uff26\uff35\uff2c\uff2c\uff57\uff49\uff44\uff54\uff48\u3000\uff76\uff9e\uff11\uff12",
    "1234567890 3.14 \u00bd \u00b2 \u2167 \u0663", "price $5.00 (USD) #tag @user http://x.y/z?q=1&copy=2",
    "na\u00efve fa\u00e7ade \u2014 \u2026 \u2022 \u2122 \u00ae", "\u0939\u093f\u0928\u094d\u0926\u0940 \u0e44\u0e17\u0e22",
    "\u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u05e2\u05d1\u05e8\u05d9\u05ea", "a" * 60, "!" * 20, "\ufeffbom",
    "zero\u200bwidth\u200djoiner \u00ad", "\U0001d49c\U0001d4eb \U00010400\U00010428", "\u00df \u1e9e STRASSE",
]


def write_tokens(tool):
    with tempfile.TemporaryDirectory() as directory:
        subprocess.run([tool, "--variant", "ViT-B-32/openai", "--tiny", directory], check=True, stdout=subprocess.DEVNULL)
        model = Path(directory) / "ViT-B-32" / "openai"
        hugging_face = CLIPTokenizerFast.from_pretrained(model)
        bpe = Path(directory) / "bpe.txt.gz"
        bpe.write_bytes(gzip.compress((model / "merges.txt").read_bytes().rstrip(b"\n")))
        simple = open_clip.tokenizer.SimpleTokenizer(str(bpe))
    entries = []
    for text in TEXTS:
        ids = [simple.sot_token_id] + simple.encode(text) + [simple.eot_token_id]
        entries.append({"text": text, "hf": hugging_face(text)["input_ids"], "open_clip": ids})
    lines = ",\n".join(json.dumps(entry) for entry in entries)
    (HERE / "tokens.json").write_text('{"texts": [\n' + lines + "\n]}\n")


def drawing(width, height, channels=3):
    y, x = np.mgrid[0:height, 0:width]
    planes = [(x * (5 + 2 * c) + y * (3 + c) + (x * y) // (7 + c) + 97 * ((x // 9 + y // 7) % 2)) % 256
              for c in range(channels)]
    return np.stack(planes, -1).astype(np.uint8)


def png_chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def deep_png(values, colour_type):
    """A 16-bit PNG: Pillow writes no such colour images."""
    height, width = values.shape[:2]
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in values)
    header = struct.pack(">IIBBBBB", width, height, 16, colour_type, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", zlib.compress(rows)) + png_chunk(b"IEND", b"")


def write_images(folder):
    """Returns the names of the files with what each shows, as an RGB array, where Pillow does not decide that."""
    folder.mkdir(exist_ok=True)
    shown = {}

    def save(name, image, **options):
        image.save(folder / name, **options)
        shown[name] = None

    rgb, rgba = Image.fromarray(drawing(60, 43)), Image.fromarray(drawing(60, 43, 4))
    for width, height in ((1, 1), (1, 10000), (3000, 2), (24, 24), (23, 25), (37, 24), (51, 37)):
        save(f"rgb_{width}x{height}.png", Image.fromarray(drawing(width, height)))
    save("rgba.png", rgba)
    save("gray.png", rgb.convert("L"))
    save("gray_alpha.png", rgba.convert("LA"))
    save("palette.png", rgb.quantize(50))
    save("palette_transparent.png", rgb.quantize(16), transparency=3)
    save("palette_2_bits.png", rgb.quantize(4), bits=2)
    save("black_white.png", rgb.convert("1"))
    deep = drawing(60, 43).astype(np.uint16) * 256 + drawing(60, 43)[::-1]
    (folder / "deep_rgb.png").write_bytes(deep_png(deep, 2))
    shown["deep_rgb.png"] = None
    # Pillow turns every grey above 255 into white.
    (folder / "deep_gray.png").write_bytes(deep_png(deep[..., :1], 0))
    shown["deep_gray.png"] = np.repeat((deep[..., :1] >> 8).astype(np.uint8), 3, axis=2)
    save("plain.jpg", rgb, quality=90)
    save("progressive.jpg", rgb, quality=80, progressive=True)
    save("gray.jpg", rgb.convert("L"))
    save("cmyk.jpg", rgb.convert("CMYK"))
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x112] = orientation
        save(f"orientation_{orientation}.jpg", Image.fromarray(drawing(40, 27)), quality=90, exif=exif)
    save("plain.gif", rgb.quantize(64))
    save("animated.gif", rgb.quantize(32), save_all=True, append_images=[rgb.rotate(90).quantize(32)])
    save("transparent.gif", rgb.quantize(32), transparency=5)
    save("plain.bmp", rgb)
    save("palette.bmp", rgb.quantize(16))
    save("plain.webp", rgb, quality=85)
    save("lossless.webp", rgba, lossless=True, exact=True)
    save("animated.webp", rgb, save_all=True, append_images=[rgb.rotate(90)], lossless=True)
    save("plain.tif", rgb)
    save("lzw.tif", rgb.convert("L"), compression="tiff_lzw")
    return shown


def levels(values):
    """Normalised values [3, SIDE, SIDE] back to bytes, as text."""
    levels = np.rint((np.asarray(values, np.float64) * STD + MEAN) * 255)
    return base64.b64encode(levels.astype(np.uint8).tobytes()).decode()


def write_pixels():
    hugging_face = CLIPImageProcessorPil(size={"shortest_edge": SIDE}, crop_size={"height": SIDE, "width": SIDE})
    simple = open_clip.transform.image_transform(SIDE, is_train=False)
    entries, normalised = [], None
    for name, shown in write_images(HERE / "images").items():
        if shown is None:
            shown = np.array(ImageOps.exif_transpose(Image.open(HERE / "images" / name)).convert("RGB"))
        image = Image.fromarray(shown)
        hf = hugging_face(image, input_data_format="channels_last")["pixel_values"][0]
        entries.append({"file": name, "hf": levels(hf), "open_clip": levels(simple(image))})
        if name == "rgb_24x24.png":
            normalised = [round(float(value), 6) for value in np.asarray(hf)[:, 0, :8].flatten()]
    lines = ",\n".join(json.dumps(entry) for entry in entries)
    head = f'{{"side": {SIDE}, "first_normalised_of_rgb_24x24": {normalised},\n"images": [\n'
    (HERE / "pixels.json").write_text(head + lines + "\n]}\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    write_tokens(sys.argv[1])
    write_pixels()
