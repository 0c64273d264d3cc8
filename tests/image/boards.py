"""Other ways to start the same card: by U-Boot, which counts tries, and as a Raspberry Pi 3."""

import os

from card import ROOT, Card, told
from machine import Machine, shell_on

# QEMU resets its Raspberry Pi when Linux opens the watchdog.
WITHOUT_WATCHDOG = "systemd.watchdog_device=/dev/none"
UBOOT_FOR_VIRT = "/usr/lib/u-boot/qemu_arm64/u-boot.bin"


def unpacked(pattern):
    """A file of the packages that the image was made of."""
    newest = max((ROOT / "build" / "image").glob("files-*"), key=os.path.getmtime)
    return next(newest.glob(pattern))


class ByUBoot(Machine):
    """QEMU's virt, in which U-Boot finds the boot script on the card and decides which system to start. It starts anew by
    itself, as a board does."""

    def command_line(self, serial):
        # With firmware QEMU's board has other devices, and so another device tree.
        board = ["qemu-system-aarch64", "-M", "virt", "-cpu", "cortex-a53", "-smp", "2", "-m", str(self.memory),
                 "-bios", UBOOT_FOR_VIRT]  # fmt: skip
        plain, tree = self.folder / "plain.dtb", self.folder / "virt.dtb"
        drive = [*self.drive(), "-device", "virtio-blk-device,drive=d"]
        network = ["-netdev", f"user,id=n0{self.forwards()}", "-device", "virtio-net-device,netdev=n0"]
        told(*board, "-M", f"dumpdtb={plain}", "-display", "none", *drive, *network, *self.arguments)
        tree.write_bytes(plain.read_bytes())
        told("fdtput", "-t", "s", tree, "/chosen", "dcr-test",
             f"systemd.show_status=0 {shell_on('ttyAMA0')} {self.append}")
        return [*board, "-display", "none", "-dtb", tree, *drive, *network,
                "-serial", f"unix:{serial},server=on,wait=off", *self.orders(), *self.arguments]  # fmt: skip

    def wait_for_slot(self, seconds=120, mark=0):
        """The system that the boot script chose, and the tries that are left: ("a", 2, 0)."""
        found = self.serial.wait(r"SLOT (\w*) A_LEFT=(\d+) B_LEFT=(\d+)\n", seconds, mark)
        return found[1], int(found[2]), int(found[3])


class Pi3(Machine):
    """A Raspberry Pi 3 whose kernel QEMU loads; the network is a USB device."""

    tty = "ttyS1"  # Linux gives the other serial port to Bluetooth

    def tree(self):
        return unpacked("usr/lib/linux-image-*/broadcom/bcm2837-rpi-3-b.dtb")

    def command_line(self, serial):
        vmlinuz, initrd = self.kernel()
        return ["qemu-system-aarch64", "-M", "raspi3b", "-display", "none", "-no-reboot", "-serial", "null",
                "-serial", f"unix:{serial},server=on,wait=off", "-kernel", unpack_kernel(vmlinuz), "-initrd", initrd,
                "-dtb", self.tree(),
                "-append", f"console={self.tty},115200 dcr.slot={self.slot} gpt panic=10 quiet loglevel=4 systemd.show_status=0 "
                           f"{WITHOUT_WATCHDOG} {shell_on(self.tty)} {self.append}",
                "-drive", f"file={self.card.path},if=sd,format=raw",
                "-netdev", f"user,id=n0{self.forwards()}", "-device", "usb-net,netdev=n0", *self.arguments]  # fmt: skip


class Pi3Chain(Pi3):
    """The whole chain of a Raspberry Pi 3 but its firmware: the card's U-Boot, boot script, kernel. Without a network."""

    def command_line(self, serial):
        tree = self.folder / "pi3.dtb"
        tree.write_bytes(self.tree().read_bytes())
        told("fdtput", "-t", "s", tree, "/chosen", "dcr-test",
             f"systemd.show_status=0 {WITHOUT_WATCHDOG} {shell_on(self.tty)} {self.append}")
        boot = self.folder / "u-boot.bin"
        boot.write_bytes(self.card.read("u-boot.bin"))
        return ["qemu-system-aarch64", "-M", "raspi3b", "-display", "none", "-no-reboot", "-serial", "null",
                "-serial", f"unix:{serial},server=on,wait=off", "-kernel", boot,
                "-dtb", tree, "-drive", f"file={self.card.path},if=sd,format=raw", *self.arguments]  # fmt: skip


def unpack_kernel(vmlinuz):
    """QEMU's Raspberry Pi takes no compressed kernel."""
    plain = vmlinuz.with_suffix(".plain")
    plain.write_bytes(told("gzip", "-dc", vmlinuz))
    return plain


__all__ = ["ByUBoot", "Card", "Pi3", "Pi3Chain"]
