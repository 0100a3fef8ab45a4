#!/usr/bin/env bash
# Tries the README as a stranger would: a clean Debian root with a JDK 17, git and nothing else, a
# clone of this working copy's commit, the README's two commands, and its tests. Needs root, debootstrap, and
# Debian's mirror and Maven's repository as this machine is set up to reach them.
#
#   docker/bare-machine.sh [FOLDER]
#
# With FOLDER the root stays there, and is not made again; without it nothing is left.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
if [[ -n ${1:-} ]]; then
  mkdir -p "$1"
  folder=$(cd "$1" && pwd -P)
else
  # On the disk of /var/tmp: a root is too large for a /tmp that is memory.
  folder=$(mktemp -d /var/tmp/bottleneck-bare.XXXXXX)
  trap 'rm -rf "$folder"' EXIT
fi
root=$folder/root

# inside ROOT SCRIPT: runs it there, with what every running system has, and nothing of this one but
# what says how Maven's repository is reached.
inside() {
  # shellcheck disable=SC2016 # The inner shell fills that in.
  unshare --mount --pid --fork bash -c '
    mount -t proc proc "$1/proc"
    mount --rbind /dev "$1/dev"
    exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C DEBIAN_FRONTEND=noninteractive \
      $(env | grep -i "^\(https\?_proxy\|no_proxy\|MAVEN_ARGS\|MAVEN_OPTS\|MVNW_REPOURL\)=" || true) \
      chroot "$1" bash -c "$2"' bash "$1" "$2"
}

say() { printf '\n=== %s\n' "$*"; }

if [[ ! -d $root ]]; then
  say "a clean Debian root with a JDK 17 and git"
  # shellcheck disable=SC2016 # What stands in $() is apt's to fill in.
  targets=$(apt-get indextargets --format 'deb $(SITE) $(RELEASE) $(COMPONENT)' \
    'Created-By: Packages' 'Origin: Debian' | sort -u)
  mirror=$(awk '$3 == "bookworm" {print $2; exit}' <<<"$targets")
  rm -rf "$root.part"
  debootstrap --variant=minbase bookworm "$root.part" "$mirror" >"$folder/debootstrap.log"
  echo "$targets" >"$root.part/etc/apt/sources.list"
  cp /etc/resolv.conf /etc/hosts "$root.part/etc/" 2>/dev/null || true
  mkdir -p "$root.part/usr/local/share/ca-certificates"
  cp /usr/local/share/ca-certificates/*.crt "$root.part/usr/local/share/ca-certificates/" 2>/dev/null || true
  cp /etc/apt/apt.conf.d/*proxy* "$root.part/etc/apt/apt.conf.d/" 2>/dev/null || true
  inside "$root.part" 'set -e
    apt-get -q update
    apt-get -qy install --no-install-recommends ca-certificates git openjdk-17-jdk-headless
    update-ca-certificates' >"$folder/apt.log" 2>&1
  mkdir -p "$root.part/root/.m2"
  cp ~/.m2/settings.xml "$root.part/root/.m2/" 2>/dev/null || true
  mv "$root.part" "$root"
fi

rm -rf "$root/root/bottleneck" "$root/root/source.git"
git clone --quiet --bare "$home" "$root/root/source.git"
# shellcheck disable=SC2016 # The root's own shell fills that in.
inside "$root" 'set -e
  cd /root
  git clone --quiet source.git bottleneck
  cd bottleneck
  printf "=== commit %s; %s; in the home folder: %s\n" "$(git rev-parse HEAD)" \
    "$(java -version 2>&1 | head -n 1)" "$(ls -A /root | tr "\n" " ")"
  echo "=== ./bottleneck run denoising-pretraining"
  ./bottleneck run denoising-pretraining
  echo "=== ./bottleneck sweep quick"
  ./bottleneck sweep quick
  echo "=== ./mvnw verify"
  ./mvnw -B -ntp verify
  git status --short'
