# syntax=docker/dockerfile:1

# The release of node and Debian is named; a build that must be the same to the byte adds the digest to both lines.
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No install script is needed: Node.js comes with the image, and PostgreSQL is another server (DATABASE_URL). The optional
# packages are those two for other machines.
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json ./
COPY src ./src
COPY cards ./cards
COPY locales ./locales
COPY scripts ./scripts
# Nothing here is written at run time, and the user that runs it could not: the root file system may be read-only.
USER node
EXPOSE 3978
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT||3978}/healthz`).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
# Told to stop, it finishes what it has in hand within ten seconds: give it that much (docker stop --time 15).
CMD ["node", "src/main.ts"]
