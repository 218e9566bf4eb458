#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Computes the vectors that tests/inference compares ours with, by transformers and OpenCLIP.

    make_golden.py --tool build/bin/modeldeck-synthetic-model

needs torch, transformers, open_clip_torch and Pillow. The models are tiny, written by the tool with seed 1: the tests
write the same ones again, so that no weights are kept here. Beside this script it writes golden.json and the images.
Vectors are little-endian float32 in base64, not normalised. "tower" goes from given pixels and ids to vectors, "whole"
from an image file and a text."""
import argparse
import base64
import gzip
import json
import pathlib
import subprocess
import tempfile

import numpy as np
import open_clip
import torch
from open_clip.tokenizer import SimpleTokenizer
from PIL import Image
from transformers import CLIPModel, CLIPProcessor

HERE = pathlib.Path(__file__).resolve().parent
VARIANTS = ["ViT-B-32/openai", "ViT-B-32/laion2b_s34b_b79k", "ViT-L-14-336/openai", "ViT-H-14/laion2b_s32b_b79k"]
TEXTS = ["a photo of a cat", "The quick brown fox, and 2 dogs!"]
IMAGES = {"wide.png": (301, 199), "tall.png": (97, 250)}


def pixels(size):
    """[1, 3, size, size] in -2..2, by an arithmetic that the C++ test repeats."""
    n = 3 * size * size
    values = (np.arange(n, dtype=np.uint64) * 2654435761 % 2**32) >> 8
    return torch.from_numpy((values.astype(np.float64) / 2**22 - 2).astype(np.float32)).reshape(1, 3, size, size)


def ids(vocabulary):
    """Two texts of different length, start and end included."""
    start, end = vocabulary - 2, vocabulary - 1
    return [[start, 5, 17, 300, end], [start] + [(37 * i + 11) % start for i in range(30)] + [end]]


def write_images():
    for name, (width, height) in IMAGES.items():
        x, y = np.meshgrid(np.arange(width), np.arange(height))
        rgb = np.stack([x * 255 // width, y * 255 // height, (x * y + 7 * x) % 256], axis=-1).astype(np.uint8)
        rgb[height // 3 : height // 2, width // 4 : width // 2] = (250, 20, 60)
        Image.fromarray(rgb).save(HERE / name, optimize=True)


def encode(tensor):
    return [base64.b64encode(row.astype("<f4").tobytes()).decode() for row in tensor.float().numpy()]


def padded(rows, length, pad):
    return torch.tensor([row + [pad] * (length - len(row)) for row in rows])


def hugging_face(folder):
    model = CLIPModel.from_pretrained(folder, torch_dtype=torch.float32, attn_implementation="eager").eval()
    processor = CLIPProcessor.from_pretrained(folder, use_fast=False)
    config = model.config

    def image(values):
        return model.visual_projection(model.vision_model(values).pooler_output)

    def text(tokens):
        return model.text_projection(model.text_model(tokens).pooler_output)

    images = [Image.open(HERE / name) for name in IMAGES]
    prepared = processor(text=TEXTS, images=images, return_tensors="pt", padding="max_length")
    rows = ids(config.text_config.vocab_size)
    return {
        "tower": {
            "images": encode(image(pixels(config.vision_config.image_size))),
            "texts": encode(text(padded(rows, 77, config.text_config.eos_token_id))),
        },
        "whole": {"images": encode(image(prepared["pixel_values"])), "texts": encode(text(prepared["input_ids"]))},
    }


def open_clip_tokenizer(folder, context, vocabulary):
    with tempfile.NamedTemporaryFile(suffix=".gz") as packed:
        packed.write(gzip.compress((folder / "merges.txt").read_bytes().strip()))
        packed.flush()
        tokenizer = SimpleTokenizer(bpe_path=packed.name, context_length=context)
    assert tokenizer.eot_token_id == vocabulary - 1, "the tool's vocabulary is not OpenCLIP's"
    return tokenizer


def open_clip_model(folder):
    config = json.loads((folder / "open_clip_config.json").read_text())
    architecture = config["model_cfg"]
    model = open_clip.CLIP(**architecture).eval()
    from safetensors.torch import load_file

    model.load_state_dict(load_file(folder / "open_clip_model.safetensors"), strict=True)
    size, context = architecture["vision_cfg"]["image_size"], architecture["text_cfg"]["context_length"]
    vocabulary = architecture["text_cfg"]["vocab_size"]
    preprocess = open_clip.image_transform(
        size, is_train=False, mean=config["preprocess_cfg"]["mean"], std=config["preprocess_cfg"]["std"]
    )
    tokenizer = open_clip_tokenizer(folder, context, vocabulary)
    prepared = torch.stack([preprocess(Image.open(HERE / name)) for name in IMAGES])
    return {
        "tower": {
            "images": encode(model.encode_image(pixels(size))),
            "texts": encode(model.encode_text(padded(ids(vocabulary), context, 0))),
        },
        "whole": {"images": encode(model.encode_image(prepared)), "texts": encode(model.encode_text(tokenizer(TEXTS)))},
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tool", required=True, help="modeldeck-synthetic-model")
    tool = parser.parse_args().tool
    write_images()
    golden = {"texts": TEXTS, "images": list(IMAGES), "models": []}
    with tempfile.TemporaryDirectory() as folder, torch.inference_mode():
        for variant in VARIANTS:
            for layout, compute in (("hf", hugging_face), ("open_clip", open_clip_model)):
                target = pathlib.Path(folder) / layout
                subprocess.run([tool, "--tiny", "--seed", "1", "--variant", variant, "--layout", layout, target],
                               check=True, stdout=subprocess.DEVNULL)
                golden["models"].append({"variant": variant, "layout": layout, **compute(target / variant)})
    (HERE / "golden.json").write_text(json.dumps(golden, indent=1) + "\n")


main()
