#!/bin/sh
# Runs one stage in the background at the lowest priority; its process group is in background.pid, its output in background.log.
# Usage: sh background.sh vae --steps 8000 --workers 1
# Pause: /bin/kill -STOP -- -$(cat background.pid)   Go on: -CONT   Stop: touch <stage>.save, wait a step, then -TERM
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
work=${VISIONARY_TRAINING_DIR:?set VISIONARY_TRAINING_DIR}
stage=$1
shift
cd "$here"
OMP_NUM_THREADS=1 PYTHONUNBUFFERED=1 setsid nohup nice -n 19 ionice -c 3 /usr/bin/python3 -m "training.$stage" "$@" >>"$work/background.log" 2>&1 </dev/null &
sleep 2
# setsid made the child the leader of its own group.
echo $! >"$work/background.pid"
echo "training.$stage $* runs as process $!"
