#!/bin/sh
# Runs every stage for a few steps in a work folder of its own, to find errors in minutes and not after hours.
# Usage: VISIONARY_TRAINING_DIR=<work folder with sprites> sh smoke.sh [folder]
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
folder=${2:-${1:-$(mktemp -d)}}
mkdir -p "$folder"
ln -sfn "$VISIONARY_TRAINING_DIR/sprites" "$folder/sprites"
export VISIONARY_TRAINING_DIR="$folder" VISIONARY_TRAINING_SHARD=32 OMP_NUM_THREADS=1
cd "$here"
run() { echo "$(date +%T) $*"; nice -n 19 /usr/bin/python3 -W ignore -m "training.$@"; }
run vae --steps 2 --workers 1 --first-scenes 24
run latents --scenes 64 --common 64 --workers 2
run preview --steps 2 --scenes 32
run suggest --steps 2 --workers 1
run templates --steps 2 --workers 1
run appearance --steps 2 --workers 1
run draw --steps 2 --workers 1
run sharpen --steps 2 --workers 1
run double --steps 2 --workers 1 --first-scenes 6
run judge --examples 32 --steps 2 --workers 2
run scores --prompts 10 --steps 2 --threads 1
run distill --steps 2
run export
run compare --torch
run compare 2>"$folder/compare.err"
run vocabulary
run sheet "$folder/sheet.webp" --steps 2
echo "every stage ran in $folder"
