# syntax=docker/dockerfile:1
# One image, two entrypoints: the web server (default) and the worker.
#   docker build -t guest-center .
#   docker run … guest-center                                        web
#   docker run … guest-center node .output/worker/index.mjs          worker
#   docker run … guest-center node .output/worker/migrate.mjs        migrations, once before a new version starts

FROM node:24-bookworm-slim AS base
WORKDIR /app

FROM base AS build
ENV NUXT_TELEMETRY_DISABLED=1 CHECKPOINT_DISABLE=1 PRISMA_SCHEMA_ENGINE_BINARY=/bin/true
COPY package.json package-lock.json .npmrc ./
# `npm install` for the reason given in scripts/bootstrap.mjs; the versions are those of the lock file.
RUN --mount=type=cache,target=/root/.npm npm install --no-save --include=dev
COPY . .
RUN node scripts/build.ts --force --verbose

# The worker's bundle leaves packages in node_modules; none of those for development is taken along.
# The npm package "node" is for machines without the right Node, which this image is not.
FROM base AS packages
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm install --no-save --omit=dev && rm -rf node_modules/node node_modules/.bin/node

FROM base AS final
ENV NODE_ENV=production HOST=0.0.0.0 NITRO_HOST=0.0.0.0 PORT=3000 NITRO_PORT=3000 DATA_DIR=/data
RUN install -d -o node -g node /data
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/package.json ./package.json
COPY --from=build /app/prisma/migrations ./prisma/migrations
COPY --from=build /app/.output ./.output
USER node
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/api/internal/health').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", ".output/server/index.mjs"]
