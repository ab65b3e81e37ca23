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
RUN npm run build && npm prune --omit=dev --ignore-scripts

# Run: what the server needs and nothing that built it, as a user who may write only the data folder.
FROM node:24.21.0-slim
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
