#!/bin/sh
# Installs what the recipe needs on Debian 13, and draws the things as PNG files into the work folder.
# Usage: sh models/training/install.sh   (VISIONARY_TRAINING_DIR sets the work folder)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=${VISIONARY_TRAINING_DIR:-$here/work}
apt-get update -q
apt-get install -y -q --no-install-recommends python3-torch python3-numpy python3-scipy python3-opencv python3-pil python3-onnx python3-onnxruntime fonts-noto-cjk
mkdir -p "$work/npm"
cd "$work/npm"
[ -f package.json ] || npm init -y >/dev/null
npm install --ignore-scripts @iconify-json/twemoji@1.2.5 @iconify-json/fluent-emoji-flat@1.2.6 @iconify-json/noto@1.2.9 \
  @resvg/resvg-js@2.6.2 @huggingface/tokenizers@0.2.0
(cd "$here/.." && /usr/bin/python3 -m training.own_drawings "$work/own")
# resvg aborts in a few drawings; the script leaves those out when it is started again.
until node "$here/rasterize.mjs" "$work/npm" "$work/own" "$work/sprites"; do sleep 1; done
