#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
The bill of materials of what was built, as SPDX 2.3 JSON:

    sbom.py VERSION RELEASE > exo.spdx.json

Run in the object tree, by make sbom. It lists the files that really went into
the image, which the build's .cmd files tell, each with its licence and
checksums, and the tools that made it of them. The environment gives srctree,
KCONFIG_CONFIG, EXT_NAMES, EXT_NAME and SOURCE_DATE_EPOCH.
"""

import hashlib
import json
import os
import re
import shlex
import sys
from datetime import datetime, timezone
from pathlib import Path

LICENCE = "GPL-2.0-only"
UNKNOWN = "NOASSERTION"
TOOLS = {"compiler": "cc", "assembler": "nasm", "linker": "ld"}
# Made by the build, and listed as they are: no command names what is in them.
OWN_DATA = {os.environ.get("KCONFIG_CONFIG", ".config"), "usr/initramfs_data"}
_DEPENDENCIES = re.compile(r"^deps_\S+ := \\\n((?:  .*\n)*)", re.MULTILINE)
_SPDX_LINE = re.compile(r"SPDX-License-Identifier: ([\w.+-]+)")


class Inputs:
    """What the image was made of, found by going back from product to product.

    sources  {name in the tree: where it is} of the files of the trees
    data     {name: where it is} of what is in the image besides: fonts, archives
    """

    def __init__(self) -> None:
        self.sources: dict[str, Path] = {}
        self.data: dict[str, Path] = {}
        self._roots = {os.path.realpath(os.environ["srctree"]): ""}
        for name in os.environ.get("EXT_NAMES", "").split():
            self._roots[os.environ["EXT_" + name]] = f"external/{name}/"
        self._seen: set[str] = set()
        for product in ("built-in.a", *map(str, Path("arch").glob("*/boot/exo.lds"))):
            self._add_inputs(product)

    def _add_inputs(self, product: str) -> None:
        """Of what a compiler read, files of the trees only: its own headers belong to it."""
        read = dependencies(product)
        for word in read or words_of_command(product):
            if word in self._seen:
                continue
            self._seen.add(word)
            name, in_tree = os.path.relpath(word), self._name_in_tree(word)
            if name in OWN_DATA:
                self.data[name] = Path(name)
            elif command_file(name):
                self._add_inputs(name)
            elif in_tree:
                self.sources[in_tree] = Path(word)
            elif not read:
                self.data[os.path.basename(word)] = Path(word)

    def _name_in_tree(self, word: str) -> str:
        path = os.path.realpath(word)
        for root in sorted(self._roots, key=len, reverse=True):
            if path.startswith(root + "/") and os.path.isfile(path):
                return self._roots[root] + path[len(root) + 1:]
        return ""


def command_file(target: str) -> str:
    path = Path(target)
    saved = path.with_name(f".{path.name}.cmd")
    return saved.read_text(encoding="utf-8") if saved.exists() else ""


def dependencies(product: str) -> list[str]:
    """The files that a compiler told it had read."""
    blocks = _DEPENDENCIES.findall(command_file(product))
    return [word for block in blocks for word in block.replace("\\", "").split()
            if not word.startswith("$") and "include/generated/" not in word]


def words_of_command(product: str) -> list[str]:
    """The files that a command names behind its program, without what it makes."""
    command = command_file(product).split("\n", 1)[0].partition(":=")[2]
    return [word for word in shlex.split(command)[1:]
            if os.path.isfile(word) and os.path.relpath(word) != product]


def licence_of(text: bytes) -> str:
    head = b"\n".join(text.split(b"\n", 3)[:3]).decode("utf-8", "replace")
    stated = _SPDX_LINE.search(head)
    return stated[1] if stated else UNKNOWN


def file_entry(number: int, name: str, path: Path, kind: str, licence: str) -> dict:
    data = path.read_bytes()
    return {"SPDXID": f"SPDXRef-File-{number}", "fileName": f"./{name}", "fileTypes": [kind],
            "checksums": [{"algorithm": "SHA1", "checksumValue": hashlib.sha1(data).hexdigest()},
                          {"algorithm": "SHA256",
                           "checksumValue": hashlib.sha256(data).hexdigest()}],
            "licenseConcluded": licence, "licenseInfoInFiles": [licence],
            "copyrightText": UNKNOWN}


def file_entries(inputs: Inputs) -> tuple[list[dict], list[dict]]:
    """Of the sources and of the data, numbered from 1."""
    sources = [file_entry(number, name, path, "SOURCE", licence_of(path.read_bytes()))
               for number, (name, path) in enumerate(sorted(inputs.sources.items()), 1)]
    data = [file_entry(number, name, path, "OTHER", UNKNOWN)
            for number, (name, path) in enumerate(sorted(inputs.data.items()), len(sources) + 1)]
    return sources, data


def verification_code(files: list[dict]) -> str:
    """SPDX 2.3, 7.9: over the SHA1 sums of all files, sorted."""
    sums = sorted(each["checksums"][0]["checksumValue"] for each in files)
    return hashlib.sha1("".join(sums).encode()).hexdigest()


def package(ref: str, name: str, version: str, files: list[dict] | None = None,
            licence: str = UNKNOWN) -> dict:
    entry = {"SPDXID": f"SPDXRef-{ref}", "name": name, "versionInfo": version,
             "downloadLocation": UNKNOWN, "filesAnalyzed": bool(files),
             "licenseConcluded": licence, "licenseDeclared": licence, "copyrightText": UNKNOWN}
    if files:
        entry["packageVerificationCode"] = {
            "packageVerificationCodeValue": verification_code(files)}
        entry["licenseInfoFromFiles"] = sorted({each["licenseConcluded"] for each in files})
        entry["hasFiles"] = [each["SPDXID"] for each in files]
    return entry


def relation(one: str, kind: str, other: str) -> dict:
    return {"spdxElementId": f"SPDXRef-{one}", "relationshipType": kind,
            "relatedSpdxElement": f"SPDXRef-{other}"}


def tool_packages() -> list[dict]:
    return [package(f"Tool-{what}", what,
                    Path(f"include/config/{name}-version").read_text(encoding="utf-8").strip())
            for what, name in TOOLS.items()]


def document(version: str, release: str) -> dict:
    image = file_entry(0, "exo", Path("exo"), "BINARY", LICENCE)
    sources, data = file_entries(Inputs())
    tools = tool_packages()
    packages = [package("Image", "exo-image", release, [image], LICENCE),
                package("Source", "exo-os", version, sources, LICENCE), *tools]
    relations = [relation("DOCUMENT", "DESCRIBES", "Image"),
                 relation("Image", "GENERATED_FROM", "Source")]
    relations += [relation(tool["SPDXID"].removeprefix("SPDXRef-"), "BUILD_TOOL_OF", "Image")
                  for tool in tools]
    if data:
        packages.append(package("Data", "exo-data", release, data))
        relations.append(relation("Image", "GENERATED_FROM", "Data"))
    when = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), timezone.utc)
    digest = image["checksums"][1]["checksumValue"]
    return {"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT",
            "name": f"exo-{release}",
            "documentNamespace": f"https://spdx.org/spdxdocs/exo-{release}-{digest}",
            "creationInfo": {"created": when.strftime("%Y-%m-%dT%H:%M:%SZ"),
                             "creators": [f"Tool: exo-os-sbom-{version}"]},
            "packages": packages, "files": [image, *sources, *data],
            "relationships": relations}


if __name__ == "__main__":
    print(json.dumps(document(*sys.argv[1:3]), indent=1))
