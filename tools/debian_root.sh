# shellcheck shell=bash disable=SC2154 # root and verb are common.sh's
# A Debian 13 to build in, whatever this machine runs: sourced after common.sh by the verbs that build for others.
# use_debian_root ARCHITECTURE makes it where it is missing; in_root COMMAND… runs in its top folder /dcrvoter, which
# is this project's. It lies in build/cross/root-…, named after the hash of what is installed in it, and is made once,
# from the mirror that this machine's apt uses, or that DCRVOTER_MIRROR names. build/cross may be a link to a folder
# that several work trees share.

# The mirror's address.
debian_mirror() {
  local mirror=${DCRVOTER_MIRROR:-}
  # shellcheck disable=SC2016 # apt expands it
  [[ -n $mirror ]] ||
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | head -n 1)
  [[ -n $mirror ]] || fail_unavailable "apt names no Debian mirror; name one by DCRVOTER_MIRROR"
  echo "$mirror"
}

# Of two architectures at most, so that an index of a third that a mirror is just renewing is no matter.
make_debian_root() {
  local folder=$1 architectures=$2 packages=$3 mirror new=$1.new
  mirror=$(debian_mirror)
  say "$verb: a Debian 13 for $architectures in $folder"
  rm -rf --one-file-system "$new"
  mmdebstrap --mode=root --variant=apt --architectures="$architectures" \
    --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Languages "none"' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --include="$packages" trixie "$new" "deb $mirror trixie main" ||
    fail_unavailable "the Debian root could not be made (see above)"
  mkdir -p "$new/dcrvoter" "$new/ccache"
  mv "$new" "$folder"
}

use_debian_root() {
  local target=$1 own lock packages
  [[ $EUID -eq 0 ]] || fail_unavailable "making a Debian root and changing into it needs root"
  "$root/tools/setup" cross
  own=$(dpkg --print-architecture)
  mapfile -t packages < <(awk -v target="$target" -v own="$own" '
    /^#/ || NF == 0 { next }
    { print $1 }
    $2 == "both" && target != own { print $1 ":" target }' cross/packages)
  [[ $target = "$own" ]] || packages+=("crossbuild-essential-$target")
  mkdir -p build/cross/ccache
  debian_root=$(realpath build/cross)/root-$(printf '%s\n' trixie "${packages[@]}" | sha256sum | cut -c 1-12)
  ccache_folder=$(realpath build/cross/ccache)
  exec {lock}>build/cross/lock
  flock "$lock"
  [[ -d $debian_root ]] || make_debian_root "$debian_root" "$own$([[ $target = "$own" ]] || echo ",$target")" \
    "$(IFS=,; echo "${packages[*]}")"
  [[ -e $debian_root/etc/hosts ]] || echo '127.0.0.1 localhost' >"$debian_root/etc/hosts" # for the tests
  exec {lock}>&-
}

# What is mounted for it is there for as long as this takes, and for nobody else.
in_root() {
  # shellcheck disable=SC2016 # expanded by the inner shell
  unshare --mount sh -euc '
    base=$1 project=$2 ccache=$3
    shift 3
    mount --bind "$project" "$base/dcrvoter"
    mount --bind "$ccache" "$base/ccache"
    mount --rbind /dev "$base/dev"
    mount -t proc proc "$base/proc"
    exec chroot "$base" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
      CCACHE_DIR=/ccache CCACHE_BASEDIR=/dcrvoter ${CCACHE_DISABLE:+CCACHE_DISABLE=1} sh -euc "cd /dcrvoter; exec \"\$@\"" sh "$@"' \
    sh "$debian_root" "$root" "$ccache_folder" "$@"
}

# Builds the targets of the preset that is named after an architecture.
build_in_root() {
  local architecture=$1 jobs
  shift
  jobs=$(jobs_at_once)
  say "$verb: $architecture, $jobs at once"
  in_root cmake --preset "$architecture" --log-level=WARNING >/dev/null
  in_root cmake --build "build/$architecture" --parallel "$jobs" --target "$@"
  say "$verb: build/$architecture/bin/dcrvoter: $(file -b "build/$architecture/bin/dcrvoter" | cut -d , -f 1-2)"
}
