"""Records what OpenTelemetry's exporters and instrumentations send, for the gateway's tests, which need neither Python nor Node.

Usage: record.py FOLDER, with requirements.txt installed, and after npm ci here.
"""

import base64
import json
import queue
import subprocess
import sys
from http.server import BaseHTTPRequestHandler
from importlib.metadata import version
from pathlib import Path

import openai
from model import ANSWER, Model, ask, serve
from openinference.instrumentation.openai import OpenAIInstrumentor as OpenInference
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.openai import OpenAIInstrumentor as Traceloop
from opentelemetry.instrumentation.openai_v2 import OpenAIInstrumentor as GenAi
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

FOLDER = Path(sys.argv[1])
HERE = Path(__file__).parent
sent = queue.Queue()


class Sink(BaseHTTPRequestHandler):
    """Takes all that is exported."""

    def do_POST(self):
        body = self.body()
        kind, coding = self.headers["Content-Type"], self.headers["Content-Encoding"]
        sent.put({"content_type": kind, "content_encoding": coding, "body": base64.b64encode(body).decode()})
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def body(self):
        if "Content-Length" in self.headers:
            return self.rfile.read(int(self.headers["Content-Length"]))
        chunks = []  # as Node sends it
        while size := int(self.rfile.readline(), 16):
            chunks.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(chunks)

    def log_message(self, *args):
        pass


def keep(name, client):
    """Writes the first that is sent."""
    requests = [sent.get(timeout=30)]
    (FOLDER / f"{name}.json").write_text(json.dumps({"client": client, "requests": requests}, indent=1) + "\n")
    print(f"{name}: {client}", flush=True)


def record(name, package, of_openai, session, compression, stream):
    instrumentation = of_openai()
    provider = TracerProvider(resource=Resource.create({"service.name": "shop", "threadmark.project": "recorded"}))
    exporter = OTLPSpanExporter(endpoint=SINK + "/v1/traces", compression=compression)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    instrumentation.instrument(tracer_provider=provider)
    try:
        with provider.get_tracer("shop").start_as_current_span("ask", kind=trace.SpanKind.SERVER) as span:
            span.set_attribute(session, "th-1")
            assert ask(openai.OpenAI(base_url=MODEL + "/v1", api_key="none"), stream) == ANSWER
    finally:
        instrumentation.uninstrument()
    assert provider.force_flush(30_000)
    provider.shutdown()
    exporters = f"opentelemetry-exporter-otlp-proto-http {version('opentelemetry-exporter-otlp-proto-http')}"
    keep(name, f"{package} {version(package)}, {exporters}")


def record_node():
    """The first that exporters.mjs sends, which is JSON; it waits in vain for what a gateway would make of it."""
    exporter = "@opentelemetry/exporter-trace-otlp-http"
    of_node = json.loads((HERE / "package.json").read_text())["dependencies"][exporter]
    node = subprocess.Popen(["node", "exporters.mjs", SINK, "127.0.0.1:1"], cwd=HERE, stderr=subprocess.DEVNULL)
    try:
        keep("node-json", f"{exporter} {of_node}")
    finally:
        node.kill()
        node.wait()


# By name: the package, its instrumentation, where it has the session, how the body is packed.
INSTRUMENTED = {
    "openinference": ("openinference-instrumentation-openai", OpenInference, "session.id", Compression.NoCompression),
    "genai": ("opentelemetry-instrumentation-openai-v2", GenAi, "gen_ai.conversation.id", Compression.NoCompression),
    "traceloop": (
        "opentelemetry-instrumentation-openai",
        Traceloop,
        "traceloop.association.properties.session_id",
        Compression.Gzip,
    ),
}
_, SINK = serve(Sink)
_, MODEL = serve(Model)

if len(sys.argv) == 2:
    # Each in a process of its own: not all of them leave the client as it was.
    for name in [*INSTRUMENTED, "node-json"]:
        for stream in [[]] if name == "node-json" else [[], ["streamed"]]:
            subprocess.run([sys.executable, __file__, FOLDER, name, *stream], check=True)
elif sys.argv[2] == "node-json":
    record_node()
else:
    streamed = sys.argv[3:]
    record("-".join([sys.argv[2], *streamed]), *INSTRUMENTED[sys.argv[2]], bool(streamed))
