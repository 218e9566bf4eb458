#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes JSON of openapi.yaml: openapi_json.py FROM TO. The standard library reads no YAML; this reads the part of it
that stands there, and refuses the rest: blocks, one-line flows, plain and double-quoted text; a block may be named (&name)
and merged into later ones (<<: *name)."""

import json
import re
import sys

NUMBER = re.compile(r"-?\d+(\.\d+)?$")
ENTRY = re.compile(r'("(?:[^"\\]|\\.)*"|[^\s"\[\]{},&*!|>%@`#:-][^\s"\[\]{},]*?):(?: +|$)')
NAME = re.compile(r"([&*])(\w+)")
WORDS = {"true": True, "false": False, "null": None}


def plain(text):
    if text in WORDS:
        return WORDS[text]
    if NUMBER.match(text):
        return json.loads(text)
    if not text or text[0] in "&*!|>%@`'\"#-?" or ": " in text or " #" in text:
        raise ValueError(f"quote it: {text}")
    return text


class Flow:
    """A value on one line: text, [a, b] or {a: b}."""

    def __init__(self, text):
        self.text, self.at = text, 0

    def whole(self):
        value = self.value(stop="")
        if self.at != len(self.text):
            raise ValueError(f"what follows is too much: {self.text[self.at:]}")
        return value

    def skip(self, expected):
        if not self.text.startswith(expected, self.at):
            raise ValueError(f"expected {expected!r}: {self.text[self.at:]}")
        self.at += len(expected)
        while self.text.startswith(" ", self.at):
            self.at += 1

    def value(self, stop=",]}"):
        first = self.text[self.at : self.at + 1]
        if first == "{":
            return dict(self.items("{", "}", self.entry))
        if first == "[":
            return list(self.items("[", "]", self.value))
        if first == '"':
            value, self.at = json.JSONDecoder().raw_decode(self.text, self.at)
            return value
        end = next((i for i in range(self.at, len(self.text)) if self.text[i] in stop), len(self.text))
        text, self.at = self.text[self.at : end].rstrip(), end
        return plain(text)

    def items(self, opening, closing, item):
        self.skip(opening)
        while not self.text.startswith(closing, self.at):
            yield item()
            if not self.text.startswith(closing, self.at):
                self.skip(",")
        self.at += 1

    def entry(self):
        match = ENTRY.match(self.text, self.at)
        if not match:
            raise ValueError(f"expected a key: {self.text[self.at:]}")
        self.at = match.end()
        return key_of(match[1]), self.value()


def key_of(text):
    return json.loads(text) if text.startswith('"') else text


class Blocks:
    """The lines of a file, each with its indentation, its number and its text."""

    def __init__(self, text):
        self.lines = [(len(line) - len(line.lstrip()), number, line.strip())
                      for number, line in enumerate(text.splitlines(), 1)
                      if line.strip() and not line.lstrip().startswith("#")]
        self.at = 0
        self.named = {}

    def block(self, indent):
        value = [] if self.lines[self.at][2].startswith("- ") else {}
        while self.at < len(self.lines) and self.lines[self.at][0] == indent:
            if isinstance(value, list):
                value.append(self.item(indent))
            else:
                self.entry(indent, value)
        if self.at < len(self.lines) and self.lines[self.at][0] > indent:
            raise ValueError(f"line {self.lines[self.at][1]}: indented too far")
        return value

    def item(self, indent):
        _, number, text = self.lines[self.at]
        if not text.startswith("- "):
            raise ValueError(f"line {number}: expected an item")
        inner = text[2:]
        if inner[0] in '{["' or not ENTRY.match(inner):
            self.at += 1
            return Flow(inner).whole()
        self.lines[self.at] = (indent + 2, number, inner)  # a block that begins behind the dash
        return self.block(indent + 2)

    def entry(self, indent, into):
        _, number, text = self.lines[self.at]
        match = ENTRY.match(text)
        if not match:
            raise ValueError(f"line {number}: expected a key")
        key = key_of(match[1])
        if key in into:
            raise ValueError(f"line {number}: {key} stands there twice")
        self.at += 1
        rest = text[match.end() :]
        name = NAME.fullmatch(rest)
        if key == "<<":
            self.merge(number, rest, into)
        elif name and name[1] == "&":
            self.named[name[2]] = into[key] = self.block(self.lines[self.at][0])
        elif rest:
            into[key] = Flow(rest).whole()
        elif self.at < len(self.lines) and self.lines[self.at][0] > indent:
            into[key] = self.block(self.lines[self.at][0])
        else:
            raise ValueError(f"line {number}: {key} has no value")

    def merge(self, number, rest, into):
        name = NAME.fullmatch(rest)
        if not name or name[1] != "*" or name[2] not in self.named:
            raise ValueError(f"line {number}: nothing above has that name")
        for key, value in self.named[name[2]].items():
            into.setdefault(key, value)


def parse(text):
    blocks = Blocks(text)
    value = blocks.block(0)
    if blocks.at != len(blocks.lines):
        raise ValueError(f"line {blocks.lines[blocks.at][1]}: does not belong to what stands before")
    return value


if __name__ == "__main__":
    source, target = sys.argv[1:]
    with open(source, encoding="utf-8") as file:
        description = parse(file.read())
    with open(target, "w", encoding="utf-8") as file:
        json.dump(description, file, ensure_ascii=False, indent=1)
