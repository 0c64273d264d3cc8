# What U-Boot runs, on a Raspberry Pi (mmc) and in QEMU's virt (virtio). Two systems, A and B, each with a number of
# tries left, in the raw partition 4 ("state"): a try is counted before it begins. dcrvoter-tries.service gives the
# system that runs its tries back, dcrvoter-good.service one on trial, when it reached READY. When nobody has any left,
# each gets one more: better to go on trying than to stay dark, for a bad supply can use up the tries of a good system.
setenv st 0x12000000
setenv comp 0x14000000
setenv kaddr 0x00080000
setenv raddr 0x0a000000
setenv consoles "console=ttyAMA0,115200 console=ttyS1,115200"
setenv dt ${fdt_addr}
if test "${devtype}" = "virtio"; then
  setenv st 0x52000000
  setenv comp 0x54000000
  setenv kaddr 0x44000000
  setenv raddr 0x4a000000
  setenv consoles "console=ttyAMA0"
  setenv dt ${fdtcontroladdr}
else
  ${devtype} dev ${devnum}
fi

part start ${devtype} ${devnum} 4 bst
setenv ORDER
setenv A_LEFT
setenv B_LEFT
if ${devtype} read ${st} ${bst} 0x20; then env import -c ${st} 0x4000; fi
test -n "${ORDER}" || setenv ORDER "A B"
test -n "${A_LEFT}" || setenv A_LEFT 3
test -n "${B_LEFT}" || setenv B_LEFT 0
setenv slot
for s in ${ORDER}; do
  if test -n "${slot}"; then
    true
  elif test "${s}" = "A" && test ${A_LEFT} -gt 0; then
    setexpr A_LEFT ${A_LEFT} - 1
    setenv slot a
    setenv bp 2
  elif test "${s}" = "B" && test ${B_LEFT} -gt 0; then
    setexpr B_LEFT ${B_LEFT} - 1
    setenv slot b
    setenv bp 3
  fi
done
if test -z "${slot}"; then
  setenv A_LEFT 1
  setenv B_LEFT 1
fi
env export -c -s 0x4000 ${st} ORDER A_LEFT B_LEFT
${devtype} write ${st} ${bst} 0x20
echo "SLOT ${slot} A_LEFT=${A_LEFT} B_LEFT=${B_LEFT}"
test -n "${slot}" || reset

setenv kernel_comp_addr_r ${comp}
setenv kernel_comp_size 0x2000000
load ${devtype} ${devnum}:${bp} ${kaddr} vmlinuz || reset
load ${devtype} ${devnum}:${bp} ${raddr} initrd || reset
# gpt: where a cut of power left one copy of the partition table broken, while it grew, the kernel takes the other.
setenv bootargs "${consoles} dcr.slot=${slot} gpt panic=10 quiet loglevel=4"
fdt addr ${dt}
# What a test adds to the device tree that it gives to QEMU; a board's has none of it.
setenv extra
fdt get value extra /chosen dcr-test
setenv bootargs "${bootargs} ${extra}"
usb stop
booti ${kaddr} ${raddr}:${filesize} ${dt}
reset
