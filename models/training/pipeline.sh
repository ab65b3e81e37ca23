#!/bin/sh
# Runs all stages one after the other in the background at the lowest priority. Every stage resumes where it was, finished stages are
# skipped (done-<stage> in the work folder), and the first failure ends the run. A stage that already runs alone is waited for.
# Usage: sh pipeline.sh [workers]   Output: background.log; process group: background.pid
# Pause: /bin/kill -STOP -- -$(cat background.pid)   Go on: -CONT   Stop: touch <stage>.save, wait a step, then -TERM
# Steps of the stages: VAE_STEPS, SCENES, SUGGEST_STEPS, TEMPLATES_STEPS, APPEARANCE_STEPS, DRAW_STEPS, SHARPEN_STEPS, DISTILL_STEPS. Last stage to run: LAST_STAGE.
set -eu

stage() {
  name=$1
  shift
  [ -f "$work/done-$name" ] && return 0
  echo "$(date '+%F %T') $name starts"
  "${VISIONARY_PYTHON:-/usr/bin/python3}" -m "training.$name" "$@"
  date '+%F %T' >"$work/done-$name"
  [ "$name" != "${LAST_STAGE:-}" ] || exit 0
}

# A function is read as a whole, so that the file may change while it runs.
run() {
  here=$(cd "$(dirname "$0")/.." && pwd)
  work=${VISIONARY_TRAINING_DIR:?set VISIONARY_TRAINING_DIR}
  workers=${1:-2}
  if [ "${2:-}" != inside ]; then
    OMP_NUM_THREADS=1 PYTHONUNBUFFERED=1 setsid nohup nice -n 19 ionice -c 3 sh "$0" "$workers" inside "$(cat "$work/background.pid" 2>/dev/null || true)" >>"$work/background.log" 2>&1 </dev/null &
    echo "all stages run as process group $!"
    exit 0
  fi
  while [ -n "${3:-}" ] && kill -0 "-$3" 2>/dev/null; do sleep 5; done
  echo $$ >"$work/background.pid"
  cd "$here"
  stage vae --steps "${VAE_STEPS:-4500}" --workers "$workers"
  stage latents --scenes "${SCENES:-68000}" --common "${COMMON:-24000}" --workers "$workers"
  stage preview
  stage suggest --steps "${SUGGEST_STEPS:-3000}" --workers "$workers"
  stage templates --steps "${TEMPLATES_STEPS:-1600}" --workers "$workers"
  stage appearance --steps "${APPEARANCE_STEPS:-4000}" --workers "$workers"
  stage draw --steps "${DRAW_STEPS:-9000}" --workers "$workers"
  stage sharpen --steps "${SHARPEN_STEPS:-3000}" --workers "$workers"
  stage judge --examples 12000 --steps 2500 --workers "$workers"
  stage scores --prompts 200 --threads "$workers"
  stage distill --steps "${DISTILL_STEPS:-800}"
  stage export
  stage vocabulary --tiles
  stage sheet "$work/visionary-mini/sheet-48-prompts.webp"
  echo "$(date '+%F %T') everything is done"
}

run "$@"
exit
