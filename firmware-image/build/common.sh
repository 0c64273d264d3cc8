# shellcheck shell=bash
# What the steps of the image build share; tools/image calls them in their order. Sourced first by each.
. "$(dirname "${BASH_SOURCE[0]}")/../../tools/common.sh"
# shellcheck disable=SC2034 # used by those who source this
verb=image arch=arm64
image=$root/firmware-image
out=${DCRVOTER_IMAGE_OUT:-$root/build/image}
lock=${DCRVOTER_IMAGE_LOCK:-$image/packages.lock}
mkdir -p "$out"
umask 022
export TZ=UTC LC_ALL=C.UTF-8

# The value of a "# NAME=VALUE" line of the lock file.
of_lock() { sed -n "s/^# $1=//p" "$lock"; }
# Its packages as "NAME VERSION SHA256 SIZE PATH", of one kind: install or files.
locked() { awk -v kind="$1" '$1 == kind { print $2, $3, $4, $5, $6 }' "$lock"; }
# The .deb that a line of the lock file stands for. A colon in a version would be one in a URL, too.
deb_of() { printf '%s/debs/%s\n' "$out" "${1##*/}"; }

if [[ -f $lock ]]; then
  SOURCE_DATE_EPOCH=$(of_lock EPOCH)
  export SOURCE_DATE_EPOCH
  lock_hash=$(cat "$lock" "$image/build/root" "$image"/accounts/* | sha256sum | cut -c 1-12)
  # shellcheck disable=SC2034
  base=$out/root-$lock_hash files=$out/files-$lock_hash
fi

# Debian's mirrors as this machine's apt knows them; DCRVOTER_MIRROR and DCRVOTER_SECURITY_MIRROR override.
uris() { apt-get indextargets --format "\$(REPO_URI)" 'Created-By: Packages' | sed 's|/*$||' | sort -u; }
mirror() {
  local found=${DCRVOTER_MIRROR:-}
  [[ -n $found ]] || found=$(uris | grep -m 1 -E '/debian$' || true)
  [[ -n $found ]] || fail_unavailable "apt names no Debian mirror; name one by DCRVOTER_MIRROR"
  echo "${found%/}"
}
security_mirror() {
  local found=${DCRVOTER_SECURITY_MIRROR:-}
  [[ -n $found ]] || found=$(uris | grep -m 1 -E '/debian-security$' || true)
  [[ -n $found ]] || fail_unavailable "apt names no mirror of Debian's security updates; name one by DCRVOTER_SECURITY_MIRROR"
  echo "${found%/}"
}

# Version of the project, and how the image is called.
version() { sed -n 's/^project(dcrvoter VERSION \([0-9.]*\).*/\1/p' "$root/CMakeLists.txt"; }
dcrvoter_deb() { echo "$root/build/deb/dcrvoter_$(version)_$arch.deb"; }
name() { echo "dcrvoter-$(version)-$arch"; }
