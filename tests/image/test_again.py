"""The image made a second time from the same lock file: the same bytes."""

import os
import shutil
import subprocess

import pytest

from card import OUT, ROOT, released

STEPS = ("fetch", "root", "stage", "initramfs", "disk", "release")

pytestmark = pytest.mark.long


def test_a_second_image_is_the_same(folder):
    """From another place and another time, with nothing of the first one but the fetched packages and dcrvoter's own."""
    project, again = folder / "project", folder / "again"
    for name in ("firmware-image", "tools", "config", "build/deb"):
        shutil.copytree(ROOT / name, project / name, symlinks=True, copy_function=shutil.copy,
                        ignore=shutil.ignore_patterns("fresh", "run"))  # fmt: skip
    shutil.copy(ROOT / "CMakeLists.txt", project)
    for path in project.rglob("*"):
        os.utime(path, (1, 1), follow_symlinks=False)
    shutil.copytree(OUT / "debs", again / "debs", copy_function=os.link)
    environment = os.environ | {"DCRVOTER_IMAGE_OUT": str(again), "DCRVOTER_IMAGE_LOCK": str(released(".packages.lock"))}
    for step in STEPS:
        subprocess.run([project / "firmware-image" / "build" / step], check=True, env=environment)
    first = released(".sha256")
    assert (again / first.name).read_text() == first.read_text()
