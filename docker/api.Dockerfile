# The API and its workers: one static binary, no shell, not root.
FROM golang:1.26.8-bookworm AS build
WORKDIR /src
COPY backend/go.mod backend/go.sum ./
RUN go mod download
COPY backend/ ./
RUN CGO_ENABLED=0 go build -tags nomsgpack,nodynamic -trimpath -ldflags="-s -w" -o /out/server ./cmd/server \
 && mkdir -p /out/data

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /out/server /server
COPY --from=build --chown=nonroot:nonroot /out/data /data
ENV ENVIRONMENT=production STORAGE_URL=file:///data METRICS_ADDR=0.0.0.0:9090
VOLUME /data
EXPOSE 8080 9090
USER nonroot
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["/server", "health"]
ENTRYPOINT ["/server"]
CMD ["serve"]
