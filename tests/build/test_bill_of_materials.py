# SPDX-License-Identifier: GPL-2.0-only
"""make sbom: the form that SPDX 2.3 prescribes, and all that is in an image of the whole tree."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from build_tree import Tree
from harness import build
from harness.paths import SRCTREE

# The fields of SPDX's JSON schema that are needed and that may be there besides, as far as
# they are used; the schema allows no others.
FIELDS = {
    "document": ({"SPDXID", "creationInfo", "dataLicense", "name", "spdxVersion"},
                 {"documentNamespace", "packages", "files", "relationships"}),
    "creationInfo": ({"created", "creators"}, set()),
    "packages": ({"SPDXID", "downloadLocation", "name"},
                 {"versionInfo", "filesAnalyzed", "licenseConcluded", "licenseDeclared",
                  "copyrightText", "packageVerificationCode", "licenseInfoFromFiles",
                  "hasFiles"}),
    "files": ({"SPDXID", "checksums", "fileName"},
              {"fileTypes", "licenseConcluded", "licenseInfoInFiles", "copyrightText"}),
    "relationships": ({"spdxElementId", "relatedSpdxElement", "relationshipType"}, set()),
    "checksums": ({"algorithm", "checksumValue"}, set()),
}
DIGITS = {"SHA1": 40, "SHA256": 64}
LICENCES = {"GPL-2.0-only", "NOASSERTION"}
OF_ANALYSED_FILES = {"packageVerificationCode", "licenseInfoFromFiles", "hasFiles"}


@pytest.fixture(scope="module", name="kernel")
def kernel_with_files_built_in() -> build.Build:
    kernel = build.kernel(symbols={"INITRAMFS_SOURCE": str(SRCTREE / "tests/config/data")})
    with build.locked(kernel.dir):
        build.make("sbom", objtree=kernel.dir, cc=kernel.cc)
    return kernel


@pytest.fixture(name="bill")
def bill_of_the_kernel(kernel: build.Build) -> dict:
    return json.loads((kernel.dir / "exo.spdx.json").read_text())


def check_fields(kind: str, entry: dict) -> None:
    needed, besides = FIELDS[kind]
    assert needed <= set(entry) <= needed | besides, (kind, entry)


def test_document_has_the_form_of_spdx(bill: dict) -> None:
    check_fields("document", bill)
    check_fields("creationInfo", bill["creationInfo"])
    assert (bill["spdxVersion"], bill["dataLicense"]) == ("SPDX-2.3", "CC0-1.0")
    assert bill["SPDXID"] == "SPDXRef-DOCUMENT"
    assert re.fullmatch(r"https://[\w./-]+", bill["documentNamespace"], re.ASCII)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", bill["creationInfo"]["created"])
    assert all(re.fullmatch(r"Tool: \S+-[\d.]+", each) for each in bill["creationInfo"]["creators"])
    for each in bill["relationships"]:
        check_fields("relationships", each)
        assert each["relationshipType"] in {"DESCRIBES", "GENERATED_FROM", "BUILD_TOOL_OF"}
    for each in (*bill["packages"], *bill["files"]):
        assert re.fullmatch(r"SPDXRef-[a-zA-Z0-9.-]+", each["SPDXID"])
        assert each["licenseConcluded"] in LICENCES


def test_packages_and_files_have_the_form_of_spdx(bill: dict) -> None:
    for each in bill["packages"]:
        check_fields("packages", each)
        assert all(re.fullmatch(r"[^\n]+", each[field]) for field in ("name", "versionInfo"))
        assert (set(each) & OF_ANALYSED_FILES) == (
            OF_ANALYSED_FILES if each["filesAnalyzed"] else set())
    for each in bill["files"]:
        check_fields("files", each)
        assert re.fullmatch(r"\./[^/].*", each["fileName"])
        assert set(each["fileTypes"]) <= {"SOURCE", "BINARY", "OTHER"}
        assert set(each["licenseInfoInFiles"]) <= LICENCES
        for checksum in each["checksums"]:
            check_fields("checksums", checksum)
            digits = DIGITS[checksum["algorithm"]]
            assert re.fullmatch(rf"[0-9a-f]{{{digits}}}", checksum["checksumValue"])
        assert "SHA1" in {checksum["algorithm"] for checksum in each["checksums"]}
    contained = [ref for each in bill["packages"] for ref in each.get("hasFiles", ())]
    assert sorted(contained) == sorted(each["SPDXID"] for each in bill["files"])


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_what_is_in_the_image_beside_code_is_listed(kernel: build.Build, bill: dict) -> None:
    listed = {each["fileName"][2:]: each for each in bill["files"]}
    digests = {name: each["checksums"][1]["checksumValue"] for name, each in listed.items()}
    font = Path(kernel.config["FONT_FILE"].strip('"'))
    for name, path in ((font.name, font), (".config", kernel.dir / ".config"),
                       ("usr/initramfs_data", kernel.dir / "usr/initramfs_data")):
        assert digests[name] == sha256(path), name
        assert listed[name]["licenseConcluded"] == "NOASSERTION", "who knows?"
    for name in ("arch/x86_64/vdso/vdso.c", "arch/x86_64/vdso/vdso.lds",
                 "arch/x86_64/boot/exo.lds.S", "kernel/proc/syscalls.list"):
        assert digests[name] == sha256(SRCTREE / name), name
        assert listed[name]["licenseConcluded"] == "GPL-2.0-only"
    data = next(each for each in bill["packages"] if each["name"] == "exo-data")
    assert len(data["hasFiles"]) == 3 and data["licenseDeclared"] == "NOASSERTION"


def test_built_in_place_nothing_that_was_built_is_a_source(built: Tree, tmp_path: Path) -> None:
    def files(tree: Tree) -> dict[str, str]:
        tree.make("sbom")
        bill = json.loads((tree.objects / "exo.spdx.json").read_text())
        return {each["fileName"]: each["checksums"][0]["checksumValue"] for each in bill["files"]}

    here = files(built)
    built.make("mrproper")
    assert here == files(Tree(built.source, tmp_path / "out")) and "./core/alpha.c" in here
