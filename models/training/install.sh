#!/bin/sh
# Installs what the recipe needs on Debian 13, and draws the emoji as PNG files into the work folder.
# Usage: sh models/training/install.sh   (VISIONARY_TRAINING_DIR sets the work folder)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=${VISIONARY_TRAINING_DIR:-$here/work}
apt-get update -q
apt-get install -y -q python3-torch python3-numpy python3-pil python3-onnx python3-onnxruntime fonts-noto-cjk
mkdir -p "$work/npm"
cd "$work/npm"
[ -f package.json ] || npm init -y >/dev/null
npm install --ignore-scripts @iconify-json/fluent-emoji@1.2.7 @resvg/resvg-js@2.6.2 @huggingface/tokenizers@0.2.0
grep -v '^#' "$here/things.tsv" | cut -f1 | node "$here/rasterise.mjs" "$work/npm" "$work/sprites"
