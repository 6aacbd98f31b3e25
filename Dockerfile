# One image with both: the node and the CometBFT that it runs.
FROM golang:1.24.6-bookworm AS comet
# The same release as scripts/comet.mjs, held by a test.
ARG COMET_VERSION=0.38.25
RUN CGO_ENABLED=0 GOBIN=/out go install -trimpath \
  -ldflags "-s -w -X github.com/cometbft/cometbft/version.TMCoreSemVer=${COMET_VERSION}" \
  "github.com/cometbft/cometbft/cmd/cometbft@v${COMET_VERSION}"

FROM node:20.20.2-bookworm-slim AS build
WORKDIR /src
COPY . .
RUN npm ci && npm prune --omit=dev --ignore-scripts

FROM node:20.20.2-bookworm-slim
COPY --from=comet /out/cometbft /usr/local/bin/cometbft
COPY --from=build /src/package.json /opt/vprd/package.json
COPY --from=build /src/proto /opt/vprd/proto
COPY --from=build /src/docs /opt/vprd/docs
COPY --from=build /src/node_modules /opt/vprd/node_modules
COPY --from=build /src/dist /opt/vprd/dist
COPY docker/make-home.sh docker/make-network.sh /usr/local/bin/
# Volumes that are mounted here belong to the user of the image.
RUN ln -s /opt/vprd/dist/cli/main.js /usr/local/bin/vprd \
  && chmod 755 /opt/vprd/dist/cli/main.js /usr/local/bin/make-home.sh /usr/local/bin/make-network.sh \
  && install -d -o node -g node /data /network
USER node
# More room for what lives shortly: blocks of many events need less collecting.
ENV NODE_ENV=production VPRD_HOME=/data NODE_OPTIONS=--max-semi-space-size=32
VOLUME /data
EXPOSE 26656 26657 1317
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:1317/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["vprd"]
CMD ["start", "--with-comet", "--rpc.laddr", "tcp://0.0.0.0:26657", "--api.address", "tcp://0.0.0.0:1317"]
