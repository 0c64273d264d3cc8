"""A box that fails when a test says so."""

import os
import pathlib


class Box:
    """What fails is a word of tests/simnode/faulty_box/faulty_box.cpp."""

    def __init__(self, stage, folder):
        self.file = folder / "fault"
        self.fifo = folder / "fault.fifo"
        self.fault = None
        os.mkfifo(self.fifo)
        library = pathlib.Path(os.environ["DCRVOTER_BIN_DIR"], "simnode").resolve().parent / "faulty_box.so"
        assert library.exists(), library
        stage.voter.environment |= {"LD_PRELOAD": str(library), "FAULTY_BOX": str(self.file)}

    def fail(self, fault):
        self.fault = fault
        new = self.file.with_suffix(".new")
        new.write_text(fault, encoding="ascii")
        new.replace(self.file)

    def mend(self):
        self.file.unlink()
        if self.fault in ("hang", "stuck"):
            # Whoever read the file before it went may come to the FIFO now: it stays open for all.
            self.held = os.open(self.fifo, os.O_RDWR)
