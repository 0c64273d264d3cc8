"""The image made a second time from the same lock file: the same bytes."""

import os
import shutil
import subprocess

import pytest

from card import OUT, ROOT, released

STEPS = ("fetch", "root", "stage", "initramfs", "disk", "release")

pytestmark = pytest.mark.long


def test_a_second_image_is_the_same(folder):
    """With nothing of the first one but the fetched packages."""
    again = folder / "again"
    shutil.copytree(OUT / "debs", again / "debs", copy_function=os.link)
    environment = os.environ | {"DCRVOTER_IMAGE_OUT": str(again), "DCRVOTER_IMAGE_LOCK": str(released(".packages.lock"))}
    for step in STEPS:
        subprocess.run([ROOT / "firmware-image" / "build" / step], check=True, env=environment)
    first = released(".sha256")
    assert (again / first.name).read_text() == first.read_text()
