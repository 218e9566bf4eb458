#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes pictures.json: small files, each with a peculiarity of its format, and the pixels that Pillow reads.

usage: make_pictures_golden.py [HEIC]   (Pillow 13.0.0; HEIC is a file of colour(255, 0, 0), which Pillow cannot write)
"""
import base64
import io
import json
import pathlib
import struct
import sys
import zlib

from PIL import Image, ImageOps

WIDTH, HEIGHT = 7, 5
LOSSY = 3 # grey levels by which implementations of the same transform may differ


def picture(mode="RGB"):
    """Every pixel of another colour, no axis like another."""
    image = Image.new("RGBA", (WIDTH, HEIGHT))
    for y in range(HEIGHT):
        for x in range(WIDTH):
            image.putpixel((x, y), (x * 40, y * 60, 255 - x * 20 - y * 20, (x + y) % 3 * 100))
    return image.convert(mode) if mode != "RGBA" else image


def saved(image, form, **options):
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


# ---- EXIF and XMP

def exif(value, kind="H", order="<"):
    number = {"H": 3, "I": 4}[kind]
    packed = struct.pack(order + kind, value).ljust(4, b"\0")
    return ((b"II" if order == "<" else b"MM") + struct.pack(order + "HIHHHI", 42, 8, 1, 0x112, number, 1) + packed +
            struct.pack(order + "I", 0))


def xmp(value):
    return (f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description tiff:Orientation="{value}"/></x:xmpmeta>').encode()


# ---- PNG

def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(bits, colour, rows, *before, after=()):
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, bits, colour, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row for row in rows))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join(before) + chunk(b"IDAT", data) + b"".join(after) +
            chunk(b"IEND", b""))


def rgb_rows():
    raw = picture().tobytes()
    return [raw[at:at + 3 * WIDTH] for at in range(0, len(raw), 3 * WIDTH)]


def packed_rows(bits):
    rows = []
    for y in range(HEIGHT):
        number = 0
        for x in range(WIDTH):
            number = number << bits | ((x + y) % (1 << bits))
        length = (WIDTH * bits + 7) // 8
        rows.append((number << (length * 8 - WIDTH * bits)).to_bytes(length, "big"))
    return rows


def deep(samples):
    return [b"".join(struct.pack(">H", (x * 9000 + y * 3000 + s * 500) % 65536) for x in range(WIDTH)
                     for s in range(samples)) for y in range(HEIGHT)]


def pngs():
    for bits in (1, 2, 4, 8):
        yield f"PNG, grey of {bits} bits with a transparent grey", png(
            bits, 0, packed_rows(bits), chunk(b"tRNS", b"\0\1"))
    yield "PNG, 16 bits with a transparent colour", png(16, 2, deep(3), chunk(b"tRNS", b"\0\0\1\xf4\3\xe8"))
    yield "PNG, 16 bits and alpha", png(16, 6, deep(4))
    yield "PNG, RGBA", saved(picture("RGBA"), "PNG")
    yield "PNG, grey and alpha", saved(picture("LA"), "PNG")
    yield "PNG, palette with transparent colours", png(
        2, 3, packed_rows(2), chunk(b"PLTE", bytes(range(10, 130, 10))), chunk(b"tRNS", b"\0\x80"))
    yield "PNG, colours beyond the palette", png(4, 3, packed_rows(4), chunk(b"PLTE", bytes(range(10, 130, 10))))
    yield "PNG, turned by EXIF", png(8, 2, rgb_rows(), chunk(b"eXIf", exif(6)))
    yield "PNG, turned by EXIF behind its pixels", png(8, 2, rgb_rows(), after=[chunk(b"eXIf", exif(8, order=">"))])
    packet = b"XML:com.adobe.xmp\0"
    yield "PNG, turned by XMP", png(8, 2, rgb_rows(), chunk(b"iTXt", packet + b"\0\0\0\0" + xmp(6)))
    yield "PNG, turned by packed XMP", png(
        8, 2, rgb_rows(), chunk(b"iTXt", packet + b"\1\0en\0\0" + zlib.compress(xmp(5))))
    profile = exif(7)
    text = f"\nexif\n{len(profile):8}\n{profile.hex()}\n".encode()
    yield "PNG, turned by ImageMagick's profile", png(
        8, 2, rgb_rows(), chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(text)))
    yield "PNG, turned by a plain profile", png(8, 2, rgb_rows(), chunk(b"tEXt", b"Raw profile type exif\0" + text))
    yield "PNG, EXIF before XMP", png(
        8, 2, rgb_rows(), chunk(b"iTXt", packet + b"\0\0\0\0" + xmp(6)), chunk(b"eXIf", exif(3)))


# ---- TIFF

def tiff(tags, strips, big=False, order="<"):
    """Tags are {number: (kind, values)}; the strips' offsets are filled in (tag 273 or 324)."""
    size, entry = (8, "Q") if big else (4, "I")
    blocks, data = [], b""
    start = 16 if big else 8
    for strip in strips:
        blocks.append(start + len(data))
        data += strip + b"\0" * (len(strip) % 2)
    tags = {number: list(value) for number, value in tags.items()}
    place = 324 if 322 in tags else 273
    tags[place] = ["Q" if big else "I", blocks]
    tags[place + 1 if place == 324 else 279] = ["I", [len(strip) for strip in strips]]
    kinds = {"B": 1, "H": 3, "I": 4, "Q": 16}
    entries = b""
    for number in sorted(tags):
        kind, values = tags[number]
        packed = struct.pack(order + kind * len(values), *values)
        if len(packed) > size:
            offset = start + len(data)
            data += packed + b"\0" * (len(packed) % 2)
            packed = struct.pack(order + entry, offset)
        entries += struct.pack(order + "HH" + entry, number, kinds[kind], len(values)) + packed.ljust(size, b"\0")
    mark = b"II" if order == "<" else b"MM"
    if big:
        head = mark + struct.pack(order + "HHHQ", 43, 8, 0, start + len(data))
        return head + data + struct.pack(order + "Q", len(tags)) + entries + struct.pack(order + "Q", 0)
    head = mark + struct.pack(order + "HI", 42, start + len(data))
    return head + data + struct.pack(order + "H", len(tags)) + entries + struct.pack(order + "I", 0)


def tags(photometric, bits, **more):
    result = {256: ("H", [WIDTH]), 257: ("H", [HEIGHT]), 258: ("H", bits), 259: ("H", [1]), 262: ("H", [photometric]),
              277: ("H", [len(bits)]), 278: ("H", [HEIGHT]), 284: ("H", [1])}
    result.update({int(number[1:]): value for number, value in more.items()})
    return result


def tiled(samples, pixel):
    tile = [bytearray(16 * 16 * samples) for _ in range(1)]
    for y in range(HEIGHT):
        for x in range(WIDTH):
            at = (y * 16 + x) * samples
            tile[0][at:at + samples] = pixel(x, y)
    return [bytes(tile[0])]


def tiffs():
    rgb, rgba = picture().tobytes(), picture("RGBA")
    white = rgba.copy()
    white.putpixel((2, 2), (255, 255, 255, 0))
    eight = [8] * 3
    yield "TIFF, white under alpha 0", tiff(tags(2, [8] * 4, t338=("H", [2])), [white.tobytes()])
    yield "TIFF, premultiplied", tiff(tags(2, [8] * 4, t338=("H", [1])), [rgba.convert("RGBa").tobytes()])
    for order, name in (("<", "little"), (">", "big")):
        words = [b"".join(struct.pack(order + "H", (x * 9000 + y * 3000 + s * 500) % 65536) for y in range(HEIGHT)
                          for x in range(WIDTH) for s in range(samples)) for samples in (3, 4)]
        yield f"TIFF, 16 bits, {name} end first", tiff(tags(2, [16] * 3), [words[0]], order=order)
        yield f"TIFF, 16 bits and alpha, {name} end first", tiff(
            tags(2, [16] * 4, t338=("H", [2])), [words[1]], order=order)
    planes = [band.tobytes() for band in picture().split()]
    yield "TIFF, planar", tiff(tags(2, eight, t284=("H", [2])), planes)
    yield "TIFF, a plane of alpha that is not there", tiff(
        tags(1, [8] * 2, t259=("H", [8]), t284=("H", [2]), t338=("H", [0])), [zlib.compress(planes[0]), b""])
    yield "TIFF, tiled", tiff(tags(2, eight, t322=("H", [16]), t323=("H", [16])),
                              tiled(3, lambda x, y: bytes(picture().getpixel((x, y)))))
    yield "TIFF, several strips", tiff(tags(2, eight, t278=("H", [2])),
                                       [rgb[at:at + 6 * WIDTH] for at in range(0, len(rgb), 6 * WIDTH)])
    lab = bytes(value for y in range(HEIGHT) for x in range(WIDTH)
                for value in (x * 30 + 40, (y * 8 - 16) & 255, (x * 8 - 24) & 255))
    yield "TIFF, Lab", tiff(tags(8, eight), [lab])
    yield "TIFF, YCbCr", tiff(tags(6, eight, t530=("H", [1, 1]), t532=("I", [0, 255, 128, 255, 128, 255])),
                              [picture("YCbCr").tobytes()])
    yield "TIFF, packed YCbCr", saved(picture("YCbCr"), "TIFF", compression="tiff_lzw")
    yield "BigTIFF", tiff(tags(2, eight), [rgb], big=True)
    yield "TIFF, CMYK", saved(picture("CMYK"), "TIFF")
    yield "TIFF, white is 0", tiff(tags(0, [8]), [picture("L").tobytes()])
    yield "TIFF, 4 bits and white is 0", tiff(tags(0, [4]), [b"".join(packed_rows(4))])
    yield "TIFF, palette", saved(picture().quantize(12), "TIFF")
    yield "TIFF, one bit and fax", saved(picture("1"), "TIFF", compression="group4")
    yield "TIFF, JPEG", saved(picture(), "TIFF", compression="jpeg")
    yield "TIFF, turned", tiff(tags(2, eight, t274=("H", [6])), [rgb])


# ---- BMP

def bmp(header, pixels, palette=b"", offset=None, size=None):
    start = 14 + len(header) + len(palette) if offset is None else offset
    return b"BM" + struct.pack("<IHHI", start + len(pixels), 0, 0, start) + header + palette + pixels


def info(bits, compression=0, height=HEIGHT, length=40, colours=0, masks=b"", size=0):
    body = struct.pack("<iiHHIIiiII", WIDTH, height, 1, bits, compression, size, 0, 0, colours, 0)
    return struct.pack("<I", length) + (body + masks).ljust(length - 4, b"\0")


def bmp_rows(bits, pixel):
    data = b""
    for y in range(HEIGHT):
        row = b"".join(pixel(x, y) for x in range(WIDTH))
        data += row + b"\0" * (-len(row) % 4)
    return data


def bmps():
    def bgr(x, y):
        return bytes(reversed(picture().getpixel((x, y))))

    rgb = bmp_rows(24, bgr)
    yield "BMP of OS/2", bmp(struct.pack("<IHHHH", 12, WIDTH, HEIGHT, 1, 24), rgb)
    for length in (52, 56, 64, 108, 124):
        yield f"BMP, header of {length} bytes", bmp(info(24, length=length), rgb)
    yield "BMP, from top to bottom", bmp(info(24, height=-HEIGHT), rgb)
    yield "BMP without its last padding", bmp(info(24), rgb)[:-1]
    four = b"".join(bytes((i * 16, 255 - i * 16, i * 5, 0)) for i in range(16))
    rows = [row + b"\0" * (-len(row) % 4) for row in packed_rows(4)]
    yield "BMP, palette of 16", bmp(info(4), b"".join(rows), four)
    yield "BMP, palette of 5", bmp(info(8, colours=5), bmp_rows(8, lambda x, y: bytes([(x + y) % 5])), four[:20])
    yield "BMP, colours beyond the palette", bmp(
        info(8, colours=5), bmp_rows(8, lambda x, y: bytes([x + y])), four[:20])
    yield "BMP, palette of OS/2", bmp(
        struct.pack("<IHHHH", 12, WIDTH, HEIGHT, 1, 4), b"".join(rows),
        b"".join(four[at:at + 3] for at in range(0, 64, 4)))
    yield "BMP, pixels said to begin at the palette", bmp(info(4, colours=16), b"".join(rows), four, offset=54)
    bit = [row + b"\0" * (-len(row) % 4) for row in packed_rows(1)]
    yield "BMP, two colours", bmp(info(1), b"".join(bit), four[:4] + four[40:44])
    short = bmp_rows(16, lambda x, y: struct.pack("<H", (x * 4099 + y * 911) & 0xffff))
    yield "BMP, 16 bits", bmp(info(16), short)
    yield "BMP, 16 bits with masks", bmp(info(16, 3, masks=struct.pack("<III", 0xf800, 0x7e0, 0x1f), length=56), short)
    long = bmp_rows(32, lambda x, y: bgr(x, y) + bytes([x * 30]))
    yield "BMP, 32 bits", bmp(info(32), long)
    yield "BMP, 32 bits with masks behind the header", bmp(
        info(32, 3), long, struct.pack("<III", 0xff000000, 0xff0000, 0xff00))
    eight = four + bytes(240 * 4)
    full = b"".join(bytes([WIDTH, y + 1, 0, 0]) for y in range(HEIGHT))
    for height, name in ((HEIGHT, ""), (-HEIGHT, ", from top to bottom")):
        yield f"BMP, run lengths whose rows end early{name}", bmp(
            info(8, 1, height=height), b"\3\1\0\0" + b"\2\2\0\0" + full[:12], eight)
        yield f"BMP, run lengths that skip{name}", bmp(
            info(8, 1, height=height), b"\2\3\0\2\2\1" + b"\3\4\0\0" + full[:12], eight)
    yield "BMP, run lengths as they are", bmp(
        info(8, 1), b"\0\5\1\2\3\4\5\0\2\6\0\0" + full[:16], eight)
    yield "BMP, run lengths of 4 bits", bmp(
        info(4, 2), b"\0\5\x12\x34\x50\0\2\x67\0\0" + b"\7\x12\0\0" * 3 + b"\7\x45\0\1", four)


# ---- GIF

def lzw(values):
    """Without compression: a clear code before the codes would grow."""
    number, length = 0, 0
    for i, value in enumerate(values):
        if i % 100 == 0:
            number |= 256 << length
            length += 9
        number |= value << length
        length += 9
    number |= 257 << length
    data = number.to_bytes((length + 9 + 7) // 8, "little")
    return b"\x08" + bytes([len(data)]) + data + b"\0"


def gif(screen, place, colours=None, local=None, transparent=None, interlaced=False):
    def table(values):
        return (0x81 if values else 0, values or b"")
    flags, body = table(colours)
    out = b"GIF89a" + struct.pack("<HHBBB", *screen, flags, 0, 0) + body
    if transparent is not None:
        out += b"!\xf9\4" + struct.pack("<BHB", 1, 0, transparent) + b"\0"
    flags, body = table(local)
    out += b"," + struct.pack("<HHHHB", *place, flags | (0x40 if interlaced else 0)) + body
    rows = range(place[3])
    if interlaced:
        rows = [y for first, step in ((0, 8), (4, 8), (2, 4), (1, 2)) for y in range(first, place[3], step)]
    return out + lzw([(x + 2 * y) % 4 for y in rows for x in range(place[2])]) + b";"


def gifs():
    colours, other = bytes(range(10, 130, 10)), bytes(range(250, 130, -10))
    yield "GIF, frame beyond the screen", gif((4, 3), (2, 1, 6, 5), colours)
    yield "GIF, frame within the screen", gif((9, 8), (2, 1, 5, 4), colours)
    yield "GIF, frame on a transparent screen", gif((9, 8), (2, 1, 5, 4), colours, transparent=3)
    yield "GIF without a palette", gif((5, 4), (0, 0, 5, 4))
    yield "GIF, palette of the frame", gif((5, 4), (0, 0, 5, 4), colours, other)
    yield "GIF, interlaced", gif((5, 11), (0, 0, 5, 11), colours, interlaced=True)


# ---- JPEG

def segment(marker, body):
    return bytes([0xff, marker]) + struct.pack(">H", len(body) + 2) + body


def jpegs():
    large = picture().resize((40, 24), Image.Resampling.BICUBIC)
    plain = saved(large, "JPEG", quality=90)
    turn = segment(0xe1, b"Exif\0\0" + exif(6))
    say = segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0" + xmp(3))

    def with_(*between):
        return plain[:2] + b"".join(between) + plain[2:]

    yield "JPEG", plain
    yield "JPEG, XMP before EXIF", with_(say, turn)
    yield "JPEG, turned by XMP", with_(say)
    yield "JPEG, orientation as LONG", with_(segment(0xe1, b"Exif\0\0" + exif(8, "I", ">")))
    yield "JPEG, bytes between segments", with_(turn, b"\1\2\3\4")
    yield "JPEG, FF00 between segments", with_(turn, b"\xff\0\xff\0")
    yield "JPEG, comment of length 3", with_(b"\xff\xfe\0\3x", turn)
    yield "JPEG, broken APP14", with_(segment(0xee, b"Adobe\0d"))
    yield "JPEG, APP14 of another", with_(segment(0xee, b"Other\0"))
    yield "JPEG, bytes behind it", plain + b"\0" * 20
    yield "JPEG, restart markers", saved(large, "JPEG", restart_marker_blocks=2)
    yield "JPEG, progressive", saved(large, "JPEG", progressive=True)
    yield "JPEG, grey", saved(large.convert("L"), "JPEG")
    yield "JPEG, CMYK", saved(large.convert("CMYK"), "JPEG")
    yield "JPEG, colours halved", saved(large, "JPEG", subsampling=2)


def others():
    image = picture().resize((40, 24), Image.Resampling.BICUBIC)
    yield "WebP", saved(picture("RGBA"), "WEBP", lossless=True, exact=True)
    yield "WebP, turned by EXIF", saved(picture(), "WEBP", lossless=True, exif=b"Exif\0\0" + exif(6))
    yield "WebP, turned by XMP", saved(picture(), "WEBP", lossless=True, xmp=xmp(7))
    yield "WebP, first of two", saved(picture("RGBA"), "WEBP", lossless=True, save_all=True,
                                      append_images=[Image.new("RGBA", (WIDTH, HEIGHT))])
    yield "WebP, lossy", saved(image, "WEBP")
    yield "AVIF", saved(image, "AVIF", quality=90)
    for orientation in range(2, 9):
        yield f"AVIF, turned ({orientation})", saved(image, "AVIF", quality=90, exif=exif(orientation))
    yield "AVIF, turned by XMP", saved(image, "AVIF", quality=90, xmp=xmp(6))


def encoded(data):
    return base64.b64encode(data).decode()


def main():
    entries = []
    for make in (pngs, tiffs, bmps, gifs, jpegs, others):
        for name, file in make():
            try:
                image = ImageOps.exif_transpose(Image.open(io.BytesIO(file))).convert("RGB")
            except Exception as error:
                raise SystemExit(f"{name}: {error!r}")
            lossy = any(word in name for word in ("JPEG", "AVIF", "lossy", "Lab", "YCbCr"))
            entries.append({"name": name, "file": encoded(file), "width": image.width, "height": image.height,
                            "pixels": encoded(image.tobytes()), "tolerance": LOSSY if lossy else 0})
    for path in sys.argv[1:]:
        with Image.new("RGB", (16, 12), (255, 0, 0)) as image:
            entries.append({"name": "HEIC", "file": encoded(pathlib.Path(path).read_bytes()), "width": image.width,
                            "height": image.height, "pixels": encoded(image.tobytes()), "tolerance": LOSSY})
    text = ",\n".join(json.dumps(entry) for entry in entries)
    (pathlib.Path(__file__).parent / "pictures.json").write_text(f"[\n{text}\n]\n")


main()
