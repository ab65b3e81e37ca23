# Targets: `cpu` (the default), `gpu` for AMD and Intel, and `gpu-nvidia`: `docker build --target gpu --tag visionary-gpu .`

# Build: packages as the lock file has them, no package's own script, then the server and the page.
FROM node:24.21.0-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY .swcrc nest-cli.json tsconfig.base.json ./
COPY tools tools
COPY libs libs
COPY apps apps
COPY web web
COPY docs/guide docs/guide
COPY docs/images/guide docs/images/guide
RUN npm run build && npm prune --omit=dev --ignore-scripts

# Run: what the server needs and nothing that built it, as a user who may write only the data folder.
FROM node:24.21.0-slim AS cpu
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /app
# bubblewrap isolates what reads files of users. /data holds an instance, /cache the models that a renderer fetched.
RUN apt-get update && apt-get install -y --no-install-recommends bubblewrap && rm -rf /var/lib/apt/lists/* \
  && mkdir -p /data/blobs /cache && chown -R node:node /data /cache && chmod 700 /data /cache
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json LICENSE ./
COPY models/visionary-mini models/visionary-mini
COPY models/loras models/loras
USER node
VOLUME /data /cache
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/apps/server/src/main.js"]

# WebGPU on AMD and Intel: Vulkan and its drivers. The names of cards are in pci.ids.
FROM cpu AS gpu
USER root
RUN apt-get update && apt-get install -y --no-install-recommends libvulkan1 mesa-vulkan-drivers pci.ids \
  && rm -rf /var/lib/apt/lists/*
USER node

# The runtime's libraries for CUDA, which its npm package lacks for their size: of the same version, from NuGet.
FROM build AS cuda-libraries
RUN node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install=cuda12

# CUDA and cuDNN of NVIDIA's repository. The driver and its Vulkan come from the machine, by nvidia-container-toolkit.
FROM cpu AS gpu-nvidia
ARG CUDA_REPOSITORY=debian12
ARG CUDA_VERSION=12-9
USER root
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl libvulkan1 \
  && curl --fail --silent --show-error --location --output /tmp/cuda-keyring.deb \
  "https://developer.download.nvidia.com/compute/cuda/repos/${CUDA_REPOSITORY}/x86_64/cuda-keyring_1.1-1_all.deb" \
  && dpkg -i /tmp/cuda-keyring.deb && apt-get update \
  && apt-get install -y --no-install-recommends "cuda-libraries-${CUDA_VERSION}" libcudnn9-cuda-12 \
  && apt-get purge -y curl && rm -rf /var/lib/apt/lists/* /tmp/cuda-keyring.deb
ENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,utility,graphics
COPY --from=cuda-libraries /app/node_modules/onnxruntime-node node_modules/onnxruntime-node
USER node

# What `docker build` makes without a target.
FROM cpu
