"""A small collector of traces on this machine, which takes webhooks too: what came, as it came."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)

TRACES = "/v1/traces"
_KINDS = ("unspecified", "internal", "server", "client", "producer", "consumer")


@dataclass(frozen=True)
class Taken:
    """A span as it came: whose, what, where in which trace."""

    service: str
    name: str
    kind: str
    trace: str
    span: str
    parent: str
    attributes: dict[str, str]

    @property
    def step(self) -> tuple[str, str]:
        """Whose and what."""
        return self.service, self.name


@dataclass(frozen=True)
class Posted:
    """A webhook as it came: where to, with which headers."""

    path: str
    headers: dict[str, str]


@dataclass
class Collector:
    """What was exported, as bytes and as spans; and each webhook. `status`: how it answers."""

    bodies: list[bytes] = field(default_factory=list)
    spans: list[Taken] = field(default_factory=list)
    resources: list[dict[str, str]] = field(default_factory=list)
    webhooks: list[Posted] = field(default_factory=list)
    url: str = ""
    status: int = 200

    def of(self, trace: str) -> list[Taken]:
        """The spans of a trace."""
        return [span for span in list(self.spans) if span.trace == trace]

    def take(self, body: bytes) -> None:
        """Keep what a process exports."""
        self.bodies.append(body)
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            said = {one.key: one.value.string_value for one in resource.resource.attributes}
            self.resources.append(said)
            for scope in resource.scope_spans:
                self.spans += [
                    Taken(
                        said["service.name"],
                        span.name,
                        _KINDS[span.kind],
                        span.trace_id.hex(),
                        span.span_id.hex(),
                        span.parent_span_id.hex(),
                        {one.key: one.value.string_value or str(one.value.int_value) for one in span.attributes},
                    )
                    for span in scope.spans
                ]


def _handler(collector: Collector) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if self.path == TRACES:
                collector.take(body)
            else:
                headers = {name.lower(): value for name, value in self.headers.items()}
                collector.webhooks.append(Posted(self.path, headers))
            answer = ExportTraceServiceResponse().SerializeToString()
            self.send_response(collector.status)
            self.send_header("content-type", "application/x-protobuf")
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler


@contextmanager
def collecting(collector: Collector, port: int = 0) -> Iterator[Collector]:
    """The collector at a port, until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler(collector))
    server.daemon_threads = True
    collector.url = f"http://127.0.0.1:{server.server_port}"
    serving = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    serving.start()
    try:
        yield collector
    finally:
        server.shutdown()
        server.server_close()
        serving.join()
