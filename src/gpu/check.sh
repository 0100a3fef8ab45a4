#!/usr/bin/env bash
# Tries the CUDA kernels on this machine's GPU: their tests, the time of a step beside PyTorch's where
# it is there, and a soak. Needs NVIDIA's driver, NVRTC, and what src/gpu/pack has packed; no JDK and no
# network.
#
# Usage: src/gpu/check.sh FOLDER [SECONDS]; FOLDER gets GPU.md, SECONDS is how long each step is timed.
# BOTTLENECK_CUDA_DEVICES=host rehearses it without a GPU.
set -euo pipefail
(($# > 0)) || { echo "usage: src/gpu/check.sh FOLDER [SECONDS]" >&2; exit 2; }
mkdir -p "$1"
folder=$(cd "$1" && pwd)
seconds=${2:-1}
cd "$(dirname "$0")/../.."

run=target/gpu/run
if [[ ! -d $run ]]; then
  pieces=(target/gpu/check.tar.xz.*)
  [[ -f ${pieces[0]} ]] || { echo "target/gpu/check.tar.xz.* is not there: src/gpu/pack makes it" >&2; exit 2; }
  mkdir -p target/gpu/part
  cat "${pieces[@]}" | tar -C target/gpu/part -xJ
  mv target/gpu/part/run "$run"
fi

peers=$folder/torch.txt
: >"$peers"
if python3 -c 'import torch; assert torch.cuda.is_available()' 2>/dev/null; then
  timeout 120 python3 src/gpu/torch_steps.py "$seconds" >"$peers" || echo "# ended after 120 s" >>"$peers"
fi

class_path=$run/classes:$run/test-classes
for jar in "$run"/jars/*.jar; do class_path+=:$jar; done
OMP_NUM_THREADS=1 "$run/runtime/bin/java" -Xmx4g -Djava.awt.headless=true -Dorg.bytedeco.javacpp.logger=slf4j \
  "-Dbottleneck.cuda.devices=${BOTTLENECK_CUDA_DEVICES:-gpu}" -Dparity.cuda.steps=100 -cp "$class_path" \
  dev.bottleneck.gpu.GpuCheck "$folder/GPU.md" "$seconds" "${BOTTLENECK_SOAK_SECONDS:-60}" "$peers" 2>&1 |
  tee "$folder/check.log"
cat "$folder/GPU.md"
