#!/bin/sh
# Runs all stages one after the other in the background at the lowest priority. Every stage resumes where it was, finished stages are
# skipped (done-<stage> in the work folder), and the first failure ends the run.
# Usage: sh pipeline.sh [workers]   Output: background.log; process group: background.pid
# Pause: /bin/kill -STOP -- -$(cat background.pid)   Go on: -CONT   Stop: touch <stage>.save, wait a step, then -TERM
# Steps of the stages: VAE_STEPS, SCENES, SUGGEST_STEPS, DRAW_STEPS, SHARPEN_STEPS. Last stage to run: LAST_STAGE.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
work=${VISIONARY_TRAINING_DIR:?set VISIONARY_TRAINING_DIR}
workers=${1:-2}
if [ "${2:-}" != inside ]; then
  OMP_NUM_THREADS=1 PYTHONUNBUFFERED=1 setsid nohup nice -n 19 ionice -c 3 sh "$0" "$workers" inside >>"$work/background.log" 2>&1 </dev/null &
  echo $! >"$work/background.pid"
  echo "all stages run as process group $!"
  exit 0
fi
cd "$here"

stage() {
  name=$1
  shift
  [ -f "$work/done-$name" ] && return 0
  echo "$(date '+%F %T') $name starts"
  "${VISIONARY_PYTHON:-/usr/bin/python3}" -m "training.$name" "$@"
  date '+%F %T' >"$work/done-$name"
  [ "$name" != "${LAST_STAGE:-}" ] || exit 0
}

stage vae --steps "${VAE_STEPS:-8000}" --workers "$workers"
stage latents --scenes "${SCENES:-60000}" --workers "$workers"
stage preview
stage suggest --steps "${SUGGEST_STEPS:-4000}" --workers "$workers"
stage draw --steps "${DRAW_STEPS:-20000}" --workers "$workers"
stage sharpen --steps "${SHARPEN_STEPS:-6000}" --workers "$workers"
stage double --workers "$workers"
stage judge --workers "$workers"
stage scores --threads "$workers"
stage distill --steps 2400
stage export
stage palette
echo "$(date '+%F %T') everything is done"
