#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
The bill of materials of what was built, as SPDX 2.3 JSON:

    sbom.py VERSION RELEASE > exo.spdx.json

Run in the object tree, by make sbom. It lists the files that really went into
the image, which the build's .cmd files tell, each with its licence and
checksums, and the tools that made it of them. The environment gives srctree,
srcprefix, EXT_NAMES, EXT_NAME and SOURCE_DATE_EPOCH.
"""

import hashlib
import json
import os
import re
import sys
from datetime import datetime, timezone
from pathlib import Path

LICENCE = "GPL-2.0-only"
UNKNOWN = "NOASSERTION"
TOOLS = {"compiler": "cc", "assembler": "nasm", "linker": "ld"}
_DEPENDENCIES = re.compile(r"^deps_\S+ := \\\n((?:  .*\n)*)", re.MULTILINE)
_SPDX_LINE = re.compile(r"SPDX-License-Identifier: ([\w.+-]+)")


def command_file(target: str) -> str:
    path = Path(target)
    saved = path.with_name(f".{path.name}.cmd")
    return saved.read_text(encoding="utf-8") if saved.exists() else ""


def linked_objects(archive: str = "built-in.a") -> list[str]:
    """The objects in an archive and those below it, from the commands that made them."""
    found = []
    members = command_file(archive).split("\n", 1)[0].partition(f" {archive} ")[2].split()
    for member in members:
        found += linked_objects(member) if member.endswith("/built-in.a") else [member]
    return found


def sources() -> dict[str, Path]:
    """{name in the tree: where it is} of every source file in the image."""
    roots = {os.path.realpath(os.environ["srctree"]): ""}
    for name in os.environ.get("EXT_NAMES", "").split():
        roots[os.environ["EXT_" + name]] = f"external/{name}/"
    built = [*linked_objects(), *map(str, Path("arch").glob("*/boot/exo.lds"))]
    found = {}
    for target in built:
        for block in _DEPENDENCIES.findall(command_file(target)):
            for word in block.replace("\\", "").split():
                if not word.startswith(("$", "include/config/", "include/generated/")):
                    add_source(found, roots, word)
    return found


def add_source(found: dict[str, Path], roots: dict[str, str], word: str) -> None:
    """Files of the trees only: the compiler's own headers belong to the compiler."""
    path = os.path.realpath(word)
    for root in sorted(roots, key=len, reverse=True):
        if path.startswith(root + "/") and os.path.isfile(path):
            found[roots[root] + path[len(root) + 1:]] = Path(path)
            return


def licence_of(text: bytes) -> str:
    head = b"\n".join(text.split(b"\n", 3)[:3]).decode("utf-8", "replace")
    stated = _SPDX_LINE.search(head)
    return stated[1] if stated else UNKNOWN


def file_entry(number: int, name: str, path: Path, kind: str) -> dict:
    data = path.read_bytes()
    licence = licence_of(data) if kind == "SOURCE" else LICENCE
    return {"SPDXID": f"SPDXRef-File-{number}", "fileName": f"./{name}", "fileTypes": [kind],
            "checksums": [{"algorithm": "SHA1", "checksumValue": hashlib.sha1(data).hexdigest()},
                          {"algorithm": "SHA256",
                           "checksumValue": hashlib.sha256(data).hexdigest()}],
            "licenseConcluded": licence, "licenseInfoInFiles": [licence],
            "copyrightText": UNKNOWN}


def verification_code(files: list[dict]) -> str:
    """SPDX 2.3, 7.9: over the SHA1 sums of all files, sorted."""
    sums = sorted(each["checksums"][0]["checksumValue"] for each in files)
    return hashlib.sha1("".join(sums).encode()).hexdigest()


def package(ref: str, name: str, version: str, files: list[dict] | None = None) -> dict:
    licence = LICENCE if files else UNKNOWN
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
    image = file_entry(0, "exo", Path("exo"), "BINARY")
    files = [file_entry(number, name, path, "SOURCE")
             for number, (name, path) in enumerate(sorted(sources().items()), 1)]
    tools = tool_packages()
    when = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), timezone.utc)
    digest = image["checksums"][1]["checksumValue"]
    relations = [relation("DOCUMENT", "DESCRIBES", "Image"),
                 relation("Image", "GENERATED_FROM", "Source")]
    relations += [relation(tool["SPDXID"].removeprefix("SPDXRef-"), "BUILD_TOOL_OF", "Image")
                  for tool in tools]
    return {"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT",
            "name": f"exo-{release}",
            "documentNamespace": f"https://spdx.org/spdxdocs/exo-{release}-{digest}",
            "creationInfo": {"created": when.strftime("%Y-%m-%dT%H:%M:%SZ"),
                             "creators": [f"Tool: exo-os-sbom-{version}"]},
            "packages": [package("Image", "exo-image", release, [image]),
                         package("Source", "exo-os", version, files), *tools],
            "files": [image, *files], "relationships": relations}


if __name__ == "__main__":
    print(json.dumps(document(*sys.argv[1:3]), indent=1))
