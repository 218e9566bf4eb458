#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the seeds of the fuzz targets: vocabulary.json and corpus/TARGET/*. What a fuzzer found lies beside them."""

import base64
import json
import struct
from pathlib import Path

HERE = Path(__file__).parent
IMAGES = HERE.parent / "data/golden/images"
CUT = b"\x1e"
ODD_PICTURES = {"AVIF", "HEIC", "BigTIFF", "TIFF, planar", "TIFF, tiled", "TIFF, YCbCr", "TIFF, packed YCbCr", "TIFF, Lab",
                "TIFF, JPEG", "TIFF, premultiplied", "TIFF, one bit and fax", "BMP, run lengths as they are",
                "BMP, run lengths of 4 bits", "BMP, 16 bits with masks", "BMP of OS/2", "GIF, interlaced",
                "PNG, turned by packed XMP", "PNG, turned by ImageMagick's profile", "JPEG, XMP before EXIF",
                "JPEG, CMYK", "WebP, first of two"}


def seed(target, name, content):
    folder = HERE / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


def text(value):
    return json.dumps(value, separators=(",", ":")).encode()


def byte_characters():
    """GPT-2's printable character for each byte."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = iter(range(256, 512))
    return [chr(b) if b in plain else chr(next(others)) for b in range(256)]


def vocabulary():
    tokens = byte_characters()
    tokens += [t + "</w>" for t in tokens] + ["th", "the</w>", "<|startoftext|>", "<|endoftext|>"]
    return {token: i for i, token in enumerate(tokens)}


def requests():
    def call(line, headers=b"", body=b""):
        if body:
            headers += b"Content-Length: %d\r\n" % len(body)
        return line + b" HTTP/1.1\r\nHost: localhost\r\n" + headers + b"\r\n" + body

    chunked = b"Transfer-Encoding: chunked\r\n"
    api = b"/api/rag/embedding/"
    framer = {
        "get": call(b"GET /livez"),
        "two": call(b"POST /a", body=b"abc") + call(b"GET /b?c=d", b"Connection: close\r\n"),
        "chunks": call(b"POST /", chunked) + b"3;a=b\r\nabc\r\n0\r\nX: y\r\n\r\n",
        "continue": call(b"POST /", b"Expect: 100-continue\r\n", b"hi"),
        "absolute": b"GET http://localhost:7000/a HTTP/1.0\r\nHost: localhost:7000\r\nConnection: keep-alive\r\n\r\n",
        "options": call(b"OPTIONS *"),
        "tls": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc",
        "smuggle": call(b"POST /", chunked + b"Content-Length: 5\r\n"),
    }
    image = b'{"image":"data:image/png;base64,iVBORw0KGgo="}'
    pipeline = {
        "embed_text": call(b"POST /v1/embeddings", body=b'{"input":["a",{"text":"b"},' + image + b'],"keep_alive":"1h30m"}'),
        "embed_options": call(b"POST /v1/embeddings", body=text(
            {"input": "a", "model": "ViT-L-14/openai", "encoding_format": "base64", "dimensions": 768,
             "normalize": False, "truncate": True, "keep_alive": -1, "user": "u", "modality": "text"})),
        "token_ids": call(b"POST /v1/embeddings", body=b'{"input":[[1,2],[3]]}'),
        "models": call(b"GET /v1/models"),
        "status": call(b"GET " + api + b"status"),
        "receipts": call(b"GET " + api + b"receipts?limit=5&before=9"),
        "timeline": call(b"GET " + api + b"timeline?limit=3"),
        "switch": call(b"POST " + api + b"vision/switch/ViT-L-14%2Fopenai"),
        "unload": call(b"POST " + api + b"unload/vision?drain=1"),
        "reload": call(b"POST " + api + b"reload/vision", body=b'{"model_id":"ViT-B-32/openai"}'),
        "pin": call(b"POST " + api + b"pin/ViT-L-14/openai"),
        "preflight": call(b"OPTIONS /v1/embeddings", b"Origin: https://app.example.org\r\n"),
        "head": call(b"HEAD /readyz"),
        "injection": call(b"GET /nothing%0d%0aX-Injected:1"),
    }
    return framer, pipeline


def bodies():
    """A byte for the route, as rest_json.cpp numbers them, and its body."""
    image = "data:image/png;base64,iVBORw0KGgo="
    routes = (
        ("openai", [{"input": ["a", {"text": "b"}, {"image": image}], "model": "ViT-L-14/openai", "keep_alive": "1h30m"},
                    {"input": image, "modality": "image", "encoding_format": "base64", "dimensions": 768, "user": "u",
                     "normalize": False, "truncate": True, "keep_alive": -1}, {"input": [[1, 2], [3]]}]),
        ("ollama_embed", [{"model": "ViT-L-14/openai:latest", "input": ["a", "b"], "truncate": False, "keep_alive": 0,
                           "options": {"num_ctx": 1}}, {"model": "mxbai-embed-large", "input": []}]),
        ("ollama_embeddings", [{"model": "mxbai-embed-large", "prompt": "a", "keep_alive": "-1ns"}]),
        ("ollama_generate", [{"model": "ViT-L-14/openai", "keep_alive": 0}, {"model": "a", "prompt": "b"}]),
        ("ollama_show", [{"model": "ViT-L-14/openai", "verbose": True}, {"name": "a"}]),
        ("reload", [{"model_id": "ViT-B-32/openai"}, {"model_id": None}]),
        ("pause", [{"seconds": 60}, {"seconds": 1e300}]),
        ("config", [{"rest_api_port": 7001, "max_loaded_models": 3}, {"no_such": 1}]),
        ("tracker", [{"enabled": False, "cleanup_interval": 30,
                      "timeouts": {"vision_embedding": {"vram_timeout": 1, "ram_timeout": 2}},
                      "overrides": {"ViT-L-14/openai": {"vram_timeout": None, "ram_timeout": 5}}}]),
        ("timeout", [{"vram_timeout": 1, "ram_timeout": None}]),
    )
    return {f"{name}_{i}": bytes([route]) + text(body)
            for route, (name, bodies) in enumerate(routes) for i, body in enumerate(bodies)}


def weights():
    header = {"a": {"dtype": "F32", "shape": [2, 4], "data_offsets": [0, 32]},
              "b": {"dtype": "BF16", "shape": [16], "data_offsets": [32, 64]}, "__metadata__": {"format": "pt"}}
    single = text(header)
    return {
        "header": b"h" + single,
        "file": b"f" + struct.pack("<Q", len(single)) + single + bytes(64),
        "truncated": b"f" + struct.pack("<Q", len(single)) + single,
        "length_beyond": b"f" + struct.pack("<Q", 2**64 - 1) + single,
        "overlap": b"h" + text({"a": {"dtype": "F16", "shape": [16], "data_offsets": [0, 32]},
                                "b": {"dtype": "U8", "shape": [32], "data_offsets": [16, 48]}}),
        "overflow": b"h" + text({"a": {"dtype": "F32", "shape": [2**62, 4], "data_offsets": [0, 0]}}),
        "empty_tensor": b"h" + text({"a": {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]}}),
        "scalar": b"h" + text({"": {"dtype": "F32", "shape": [], "data_offsets": [0, 4]}}),
        "shards": b"i" + text({"weight_map": {"a": "a.safetensors", "b": "b.safetensors"}}) + CUT + single,
        "shard_outside": b"i" + text({"weight_map": {"a": "../a.safetensors"}}) + CUT + single,
    }


def tokenizers():
    ids = vocabulary()
    merges = b"#version: 0.2\nt h\nth e</w>\n"
    special = [{"id": ids[t], "content": t, "special": True} for t in ("<|startoftext|>", "<|endoftext|>")]
    whole = {"model": {"type": "BPE", "vocab": ids, "merges": ["t h", "th e</w>"], "end_of_word_suffix": "</w>"},
             "added_tokens": special}
    return {
        "files": b"v" + text(ids) + CUT + merges + CUT + b"the cat",
        "merge_unknown": b"v" + text(ids) + CUT + b"x yz\n" + CUT + b"a",
        "tokenizer_json": b"t" + text(whole) + CUT + b"the the",
        "plain": b"the quick brown fox, it's 12 o'clock &amp; late",
        "special": b"<|startoftext|>a<end_of_text>b<|endoftext|>",
        "unicode": "Ünïcödé “quoted” ﬁ Å 你好 🙂‍↔️ \u0130\u0307 &#x1F600;&#55296;".encode(),
        "no_utf8": b"a\xff\xfe\xed\xa0\x80",
        "one_word": b"x" * 300,
        "control": b"\x1b[31mred\x00\x7f\xc2\x85 &#128;&ampx;&notit;",
    }


def head(major, n):
    if n < 24:
        return bytes([major << 5 | n])
    return bytes([major << 5 | 25]) + struct.pack(">H", n) if n < 65536 else bytes([major << 5 | 27]) + struct.pack(">Q", n)


def cbor(value):
    """CBOR by hand: short strings, whole numbers, arrays and maps are all that is needed."""
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, float):
        return b"\xfb" + struct.pack(">d", value)
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(cbor, value))
    return head(5, len(value)) + b"".join(cbor(k) + cbor(v) for k, v in value.items())


def frames():
    def frame(payload=b"", **header):
        body = cbor(header) + payload
        return struct.pack("<I", len(body)) + body

    return {
        "hello": frame(type="hello", version=1, cuda=False),
        "load": frame(type="load", id=1, model_dir="/m", layout="hf", device="cpu", dtype="auto", threads=0, max_image_pixels=50000),
        "loaded": frame(type="loaded", id=1, dimension=4, context_length=77, image_size=224, device="cpu", dtype="float32"),
        "loaded_huge": frame(type="loaded", id=1, dimension=2**32 + 4, context_length=2**62, device="cpu", dtype="float32"),
        "images": frame(b"abcde", type="embed_images", id=2, sizes=[2, 3], normalize=True),
        "images_negative": frame(b"abcde", type="embed_images", id=2, sizes=[-2, 7], normalize=True),
        "texts": frame(type="embed_texts", id=3, texts=["a", "b"], normalize=True, truncate=False),
        "vectors": frame(bytes(32), type="embeddings", id=3, dimension=4, count=2, tokens=[3, 3], seconds=0.5),
        "vectors_16": frame(bytes(256), type="embeddings", id=3, dimension=4, count=16, tokens=[3] * 16, seconds=1),
        "vectors_absurd": frame(bytes(32), type="embeddings", id=3, dimension=4, tokens=[2**31 - 1, 2**62], seconds=1e300),
        "error": frame(type="error", id=3, code="invalid_image", message="no", index=1),
        "two": frame(type="stats", id=4) + frame(type="shutdown"),
        "too_long": b"\xff\xff\xff\xff",
        "empty": b"\0\0\0\0",
        "no_map": struct.pack("<I", 1) + b"\x80",
        "nested": struct.pack("<I", 3000) + b"\x81" * 3000,
    }


def decoder_errors():
    whole = cbor({"code": "invalid_image", "message": "The PNG image is truncated.", "source": "The %1 image is truncated.",
                  "arguments": ["PNG"]})
    return {"whole": whole, "cut": whole[:-5], "foreign": cbor({"code": "setting_locked", "message": "%1 %2", "arguments": 5})}


def answers(frames):
    """A byte for the number of texts less one, the answer to the load, then those to the parts of at most 16."""
    loaded, vectors = frames["loaded"], frames["vectors"]
    return {
        "two": b"\x01" + loaded + vectors,
        "absurd": b"\x01" + frames["loaded_huge"] + frames["vectors_absurd"],
        "error": b"\x01" + loaded + frames["error"],
        "parts": b"\x11" + loaded + frames["vectors_16"] + vectors,
        "other_dimension": b"\x11" + loaded + frames["vectors_16"] + frames["vectors_absurd"],
        "late_error": b"\x11" + loaded + frames["vectors_16"] + frames["error"],
        "loaded_only": b"\x00" + loaded,
    }


def configs():
    hf = {"model_type": "clip", "projection_dim": 64,
          "vision_config": {"hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 256,
                            "image_size": 224, "patch_size": 32, "hidden_act": "quick_gelu", "projection_dim": 64},
          "text_config": {"hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 256,
                          "max_position_embeddings": 77, "vocab_size": 49408, "eos_token_id": 2, "hidden_act": "gelu"}}
    oc = {"model_cfg": {"embed_dim": 64, "quick_gelu": True,
                        "vision_cfg": {"image_size": 224, "layers": 2, "width": 64, "patch_size": 32, "head_width": 32},
                        "text_cfg": {"context_length": 77, "vocab_size": 49408, "width": 64, "heads": 2, "layers": 2}},
          "preprocess_cfg": {"mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5], "interpolation": "bicubic", "resize_mode": "shortest"}}
    crop = {"do_resize": True, "size": {"shortest_edge": 224}, "do_center_crop": True, "crop_size": 224, "resample": 3,
            "do_normalize": True, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5], "rescale_factor": 0.00392156862745098}
    return {
        "hf": text(hf) + CUT + text(crop),
        "hf_defaults": text({"model_type": "clip", "vision_config": {}, "text_config": {}}),
        "hf_heads": text(hf | {"vision_config": {"num_attention_heads": 0}}),
        "open_clip": text(oc),
        "open_clip_short": text({"model_cfg": {"embed_dim": 64, "vision_cfg": {"layers": 12, "width": 768}, "text_cfg": {}}}),
        "wrong_types": text({"model_type": "clip", "vision_config": [], "text_config": "x", "model_cfg": 3}) + CUT + b"[]",
    }


def settings():
    return {
        "some": text({"rest_api_port": 7001, "models_directories": ["/a", "/b"], "memory_pressure_threshold": 0.8,
                      "clip_device": "cpu", "unknown": None}) + CUT + b"600",
        "overrides": text({"model_timeout_overrides": {"ViT-L-14/openai": {"ram_timeout": 5}}}) + CUT + b"yes",
        "wrong": text({"rest_api_port": "x", "ollama_enabled": 2}) + CUT + b"-1",
        "huge": text({"vision_embedding_ram_timeout": 1e300}) + CUT + b"1e300",
        "no_object": b"[1]" + CUT + b"/a:/b",
    }


def main():
    (HERE / "vocabulary.json").write_bytes(text(vocabulary()))
    framer, pipeline = requests()
    seeds = {"request_framer": framer, "rest_pipeline": pipeline, "rest_json": bodies(), "safetensors": weights(), "tokenizer": tokenizers(),
             "decoder_errors": decoder_errors(), "runner_frames": frames(), "runner_answers": answers(frames()), "model_config": configs(),
             "settings": settings()}
    for target, inputs in seeds.items():
        for name, content in inputs.items():
            seed(target, name, content)
    for i, name in enumerate(("rgba.png", "deep_gray.png", "palette_2_bits.png", "palette.png", "rgb_1x1.png", "progressive.jpg",
                              "cmyk.jpg", "orientation_6.jpg", "animated.gif", "transparent.gif", "plain.bmp", "lzw.tif",
                              "lossless.webp", "plain.webp", "animated.webp")):
        seed("image", name, bytes([i * 2]) + (IMAGES / name).read_bytes())
    # One of each kind of decoding that the files above do not reach.
    for entry in json.loads((IMAGES.parent / "pictures.json").read_text()):
        if entry["name"] in ODD_PICTURES:
            name = entry["name"].lower().replace(",", "").replace(" ", "_").replace("/", "").replace("'", "")
            seed("image", name, b"\0" + base64.b64decode(entry["file"]))
    gif = (IMAGES / "plain.gif").read_bytes()  # a small frame on a large screen
    seed("image", "screen.gif", b"\x00" + gif[:6] + struct.pack("<HH", 45884, 182) + gif[10:])


if __name__ == "__main__":
    main()
