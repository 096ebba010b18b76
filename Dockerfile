# syntax=docker/dockerfile:1
FROM python:3.13-slim-bookworm AS packages
ENV UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
WORKDIR /build
COPY requirements-bootstrap.lock requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements-bootstrap.lock \
    && uv venv /opt/venv \
    && VIRTUAL_ENV=/opt/venv uv pip sync --no-cache --require-hashes requirements.lock

FROM python:3.13-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=turkcell_hub.settings \
    TURKCELL_HUB_DATA=/data \
    SERVE_STATIC_FROM_SOURCE=false
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin hub \
    && install -d -o hub -g hub -m 0700 /data
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY . .
# The image is read-only where it runs: what is not compiled here is compiled at every start.
RUN python -m compileall -q .
USER hub
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "turkcell_hub.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "2", "--threads", "8", "--no-control-socket", "--worker-tmp-dir", "/dev/shm"]
