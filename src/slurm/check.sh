#!/usr/bin/env bash
# Tries on a real Slurm that a sweep's workers are placed by what --slurm prints, that one which Slurm
# stops loses nothing, and that further ones finish the sweep.
#
#   src/slurm/check.sh URL
#
# URL is a PostgreSQL database in which no sweep called quick is, as --store takes it. Where no Slurm
# answers and this is root on Debian with slurm-wlm and munge, a cluster of this one machine is begun.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
url=${1:?usage: src/slurm/check.sh URL}
mkdir -p target
work=$(mktemp -d "$PWD/target/slurm.XXXXXX")
trap 'rm -rf "$work"' EXIT

begin_cluster() {
  local host
  host=$(hostname -s)
  install -d -o munge -g munge /run/munge
  install -d /etc/slurm /var/spool/slurmctld /var/spool/slurmd
  pgrep -x munged >/dev/null || runuser -u munge -- munged
  cat >/etc/slurm/slurm.conf <<CONF
ClusterName=one
SlurmctldHost=$host(127.0.0.1)
ProctrackType=proctrack/pgid
SlurmUser=root
StateSaveLocation=/var/spool/slurmctld
SlurmdSpoolDir=/var/spool/slurmd
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
TaskPlugin=task/none
KillWait=60
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) RealMemory=9000 State=UNKNOWN
PartitionName=all Nodes=$host Default=YES State=UP
CONF
  slurmctld
  slurmd
}

# until_ COMMAND…: waits until it succeeds, ten minutes at the most.
until_() {
  local end=$((SECONDS + 600))
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < end)) || { echo "gave up waiting for: $*" >&2; exit 1; }
    sleep 0.5
  done
}

status() { ./bottleneck sweep status quick --store "$url"; }
complete() { status | awk -v stage="$1" -v least="$2" '$1 == stage && $4 + $5 >= least {found = 1} END {exit !found}'; }
queue_is_empty() { [[ -z $(squeue --me --noheader) ]]; }

sinfo >/dev/null 2>&1 || begin_cluster
until_ sh -c 'sinfo --noheader | grep -q idle'
./bottleneck sweep quick --store "$url" --slurm --workers 2 --out "$work" >"$work/quick.sh"
cd "$work"
job=$(sbatch --parsable quick.sh)
cd - >/dev/null
until_ complete search 3
# Slurm's own way of stopping: SIGTERM, and SIGKILL for what does not listen.
scancel "$job"
until_ queue_is_empty
echo "after both workers were cancelled:"
status
(cd "$work" && sbatch --parsable quick.sh >/dev/null)
until_ queue_is_empty
echo "after two more:"
status
cat "$work"/bottleneck-quick-*.log | grep -v '^$' | tail -n 3
./bottleneck sweep replay quick --store "$url"
complete search 30
complete final 3
echo "Slurm: 30 trials and 3 tests, each once"
