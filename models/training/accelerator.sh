#!/bin/sh
# On a lent machine with an accelerator: runs the stages for so many seconds, then packs the weights into the folder $OUT. Called again on
# the same machine, it continues.
# The machine needs this folder, and the drawings: python3 -m training.pack --sprites sprites.tar, extracted into the work folder.
# Usage: OUT=<folder> VISIONARY_TRAINING_DIR=<work folder with sprites> sh accelerator.sh SECONDS
set -u
here=$(cd "$(dirname "$0")" && pwd)
export VISIONARY_PYTHON=python3 VISIONARY_TRAINING_UNTIL=$(($(date +%s) + $1 - 60)) PYTHONUNBUFFERED=1 OMP_NUM_THREADS=1
workers=$(($(nproc) - 2))
[ -f "$VISIONARY_TRAINING_DIR/compared" ] || (cd "$here/.." && python3 -m training.device) && touch "$VISIONARY_TRAINING_DIR/compared"
LAST_STAGE=draw timeout "$(($1 - 30))" sh "$here/pipeline.sh" "$workers" inside
tail -n 2 "$VISIONARY_TRAINING_DIR"/*.log
cd "$here/.." && python3 -m training.pack "$OUT"
