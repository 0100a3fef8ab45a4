#!/usr/bin/env bash
# Tries docker/Dockerfile where there is no Docker: makes a clean Debian root, carries the file's own
# steps out in it, and runs what a user would. Needs root, debootstrap, and Debian's mirror and
# Maven's repository as this machine is set up to reach them.
#
#   docker/try-without-docker.sh cpu|cuda|notebook [FOLDER]
#
# With FOLDER the stages stay there, and are not built again; without it nothing is left.
set -euo pipefail

target=${1:?which target of docker/Dockerfile: cpu, cuda or notebook}
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
uid=4711

# On the disk of /var/tmp: a root is too large for a /tmp that is memory.
if [[ -n ${2:-} ]]; then
  mkdir -p "$2"
  stages=$(cd "$2" && pwd -P)
else
  stages=$(mktemp -d /var/tmp/bottleneck-stages.XXXXXX)
  # Mounts are made in namespaces of their own and are gone by now: nothing else can be hit.
  trap 'rm -rf "$stages"' EXIT
fi

say() { printf '\n=== %s\n' "$*"; }
die() {
  printf 'try-without-docker: %s\n' "$1" >&2
  exit 1
}

# What stands in for the base image: Debian's smallest root without documentation, as slim has it,
# with the mirrors, certificates and Maven settings of this machine.
make_base() {
  local base=$stages/base targets mirror
  [[ ! -d $base ]] || return 0
  # shellcheck disable=SC2016 # What stands in $() is apt's to fill in.
  targets=$(apt-get indextargets --format 'deb $(SITE) $(RELEASE) $(COMPONENT)' \
    'Created-By: Packages' 'Origin: Debian' | sort -u)
  mirror=$(awk '$3 == "bookworm" {print $2; exit}' <<<"$targets")
  [[ -n $mirror ]] || die "no mirror of Debian bookworm among this machine's sources: run apt-get update"
  say "a clean Debian root"
  rm -rf "$base.part"
  debootstrap --variant=minbase bookworm "$base.part" "$mirror" >"$stages/debootstrap.log" ||
    die "debootstrap failed: see $stages/debootstrap.log"
  echo "$targets" >"$base.part/etc/apt/sources.list"
  printf 'path-exclude /usr/share/%s/*\n' doc groff info lintian linda locale man \
    >"$base.part/etc/dpkg/dpkg.cfg.d/docker"
  rm -rf "$base.part"/usr/share/{doc,groff,info,lintian,linda,locale,man} \
    "$base.part"/var/{cache/apt,lib/apt/lists}/*
  mkdir -p "$base.part/usr/local/share/ca-certificates" "$base.part/root/.m2"
  cp /usr/local/share/ca-certificates/*.crt "$base.part/usr/local/share/ca-certificates/" 2>/dev/null || true
  cp ~/.m2/settings.xml "$base.part/root/.m2/" 2>/dev/null || true
  mv "$base.part" "$base"
}

image() { python3 "$home/docker/chroot_image.py" --stages "$stages" "$@"; }

# As docker/compose.yaml runs it: read-only, results and the home folder mounted.
run() {
  image run --stage "$target" --read-only \
    --mount "$stages/results:/work/results" --mount "$stages/user:/home/bottleneck" "$@"
}

# Everything under results must be there and be the user's own.
check_files() {
  local file
  for file in "$@"; do
    [[ -s $file ]] || die "missing or empty: $file"
  done
  [[ -z $(find "$stages/results" ! -uid "$uid" -print -quit) ]] || die "results of another user"
  [[ -z $(find "$stages/results" -name '*.part' -print -quit) ]] || die "half-written files"
}

check_health() {
  say "health check"
  image health --stage "$target" --read-only \
    --mount "$stages/results:/work/results" --mount "$stages/user:/home/bottleneck"
}

check_run() {
  say "run denoising-pretraining --quick"
  run -- run denoising-pretraining --quick
  local folder
  folder=$(find "$stages/results/runs/denoising-pretraining" -mindepth 1 -maxdepth 1 -type d)
  check_files "$folder"/{config.yaml,manifest.json,metrics.csv,summary.json,report.html,run.log} \
    "$folder"/denoising-pretraining/model.zip "$folder"/figures/error.png
  grep -q "\"gitCommit\" : \"$commit\"" "$folder/manifest.json" || die "the manifest has another commit"
}

# What Docker would send a signal to: the first process of the container that $1 has started.
first_process() {
  local pid=$1
  until [[ $(<"/proc/$pid/comm") == tini ]]; do
    pid=$(pgrep -P "$pid") || die "no container's process below $1"
  done
  echo "$pid"
}

# A stopped container: the sweep writes what it has, and goes on when it is started again.
check_sweep() {
  say "sweep quick, stopped by the image's signal after some trials"
  local log=$stages/sweep.log code=0 begun=$SECONDS
  run -- sweep quick --join >"$log" 2>&1 &
  local sweep=$!
  until grep -q '^5 of 30' "$log"; do
    kill -0 "$sweep" 2>/dev/null || die "the sweep ended by itself: see $log"
    ((SECONDS - begun < 300)) || die "no trial in five minutes: see $log"
    sleep 0.1
  done
  kill -TERM "$(first_process "$sweep")"
  wait "$sweep" || code=$?
  tail -n 3 "$log"
  echo "exit code $code"
  ((code == 128 + 15)) || die "stopped by SIGTERM, it should end with 143"
  check_files "$stages"/results/sweeps/quick/{trials.sqlite,trials.csv,sweep.log,report.html}
  ! grep -q 'could not be drawn' "$log" || die "the report of a stopped sweep has no figures"
  ! grep -q '^Best:' "$log" || die "it was not stopped: it came to its end"
  say "the same again, to its end"
  run -- sweep quick --join
  check_files "$stages"/results/sweeps/quick/{trials.csv,report.html,best.yaml}
}

# The CUDA image on a machine without a GPU: one sentence, no stack trace.
check_refusal() {
  say "without a GPU: $*"
  local said code=0
  said=$(run -- "$@" 2>&1) || code=$?
  printf '%s\nexit code %s\n' "$said" "$code"
  ((code != 0)) || die "it did not refuse"
  ! grep -q $'^\tat ' <<<"$said" || die "a stack trace"
}

# The same image computes on the CPU where it is told to.
check_cpu_backend() {
  say "--backend cpu"
  run -- --backend cpu run stacked --quick --replace-data fashion-mnist=mnist
}

check_notebook() {
  say "notebooks/1-first-steps.ipynb"
  run -- python3 -m nbconvert --to notebook --execute --output-dir /work/results \
    /work/notebooks/1-first-steps.ipynb
  check_files "$stages/results/1-first-steps.ipynb"
}

commit=$(git -C "$home" describe --always --dirty --abbrev=40 --exclude='*')
began=$SECONDS
make_base
say "docker build --target $target"
image build --dockerfile "$home/docker/Dockerfile" --context "$home" --target "$target" \
  --build-arg COMMIT="$commit" --build-arg UID="$uid" --build-arg GID="$uid" >"$stages/build.log" 2>&1 ||
  die "the build failed: $(tail -n 20 "$stages/build.log")"
grep '^==' "$stages/build.log" || true
say "built in $((SECONDS - began)) s; the image's root is $(du -sm "$stages/$target" | cut -f1) MiB"

rm -rf "$stages"/{results,user}
cp -a "$stages/$target/home/bottleneck" "$stages/user"
install -d -o "$uid" -g "$uid" "$stages/results"
case $target in
  cpu)
    check_health
    check_run
    check_sweep
    ;;
  cuda)
    check_refusal doctor
    check_refusal run stacked --quick
    check_cpu_backend
    ;;
  notebook)
    check_health
    check_notebook
    ;;
esac
say "$target: all as it should be, in $((SECONDS - began)) s"
