"""OpenTelemetry's exporters and instrumentations of Python, against a running gateway. Prints a line for each thing done.

Usage: exporters.py GATEWAY HOST:PORT_OF_GRPC
"""

import json
import sys
import time
import urllib.error
import urllib.request
import uuid

import openai
from model import ANSWER, QUESTION, Model, ask, serve
from openinference.instrumentation.openai import OpenAIInstrumentor as OpenInference
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter as ByGrpc
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter as ByHttp
from opentelemetry.instrumentation.openai import OpenAIInstrumentor as Traceloop
from opentelemetry.instrumentation.openai_v2 import OpenAIInstrumentor as GenAi
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

GATEWAY, GRPC = sys.argv[1:3]
PATIENCE = 120


def get(path, project):
    request = urllib.request.Request(GATEWAY + path, headers={"X-Threadmark-Project": project})
    try:
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        if error.code in (404, 503):
            return None
        raise


def post(path, project, body):
    headers = {"X-Threadmark-Project": project, "Content-Type": "application/json"}
    request = urllib.request.Request(GATEWAY + path, data=json.dumps(body).encode(), headers=headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def await_that(what, condition):
    """Waits until a condition gives something that is not false, which is returned."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        time.sleep(0.1)
    sys.exit("waited in vain: " + what)


def equal(found, wanted, what):
    assert found == wanted, f"{what}: {found!r} is not {wanted!r}"


def check(name, exporter, instrumentation, session, stream, said):
    """One conversation of one turn, in a project of its own, as the process says.

    said: the messages that the instrumentation tells; that of OpenTelemetry itself keeps them to itself unless asked
    """
    project = "otel-" + uuid.uuid4().hex[:8]
    provider = TracerProvider(resource=Resource.create({"service.name": "shop", "threadmark.project": project}))
    provider.add_span_processor(BatchSpanProcessor(exporter))
    instrumentation.instrument(tracer_provider=provider)
    try:
        with provider.get_tracer("shop").start_as_current_span("ask", kind=trace.SpanKind.SERVER) as span:
            span.set_attribute(session, "th-1")
            span.set_attribute("user.id", "u-1")
            trace_id = format(span.get_span_context().trace_id, "032x")
            equal(ask(openai.OpenAI(base_url=MODEL, api_key="none"), stream), ANSWER, "the answer")
    finally:
        instrumentation.uninstrument()
    post("/api/v1/feedback", project, {"feedback_id": "f1", "trace_id": trace_id, "value": True})
    assert provider.force_flush(30_000), "the exporter failed"
    provider.shutdown()

    def whole():
        thread = get("/api/v1/threads/th-1", project)
        return thread and len(thread["messages"]) == len(said) and thread["feedback"] and thread["traces"] and thread

    thread = await_that(name + ": a labeled thread", whole)
    equal([(message["role"], message["content"]) for message in thread["messages"]], said, "messages")
    equal(thread["user"]["id"], "u-1", "user")
    equal(thread["feedback"][0]["value"], True, "feedback")

    told = await_that(
        name + ": the trace with its spans",
        lambda: (found := get(f"/api/v1/traces/{trace_id}?include_spans=true", project))
        and len(found.get("spans", [])) == 2
        and found,
    )
    equal(told["model"], "stub-1", "model")
    equal(told["usage"]["input_tokens"], 11, "tokens in")
    equal(told["usage"]["output_tokens"], 5, "tokens out")
    equal(told["name"], "ask", "name")
    root, call = sorted(told["spans"], key=lambda each: "parent_span_id" in each and each["parent_span_id"] is not None)
    equal(call["parent_span_id"], root["span_id"], "the parent")
    print("ok  " + name, flush=True)


server, model = serve(Model)
MODEL = model + "/v1"


def by_http(**options):
    return ByHttp(endpoint=GATEWAY + "/v1/traces", **options)


def by_grpc():
    return ByGrpc(endpoint=GRPC, insecure=True)


TURN = [("user", QUESTION), ("assistant", ANSWER)]
check("GenAI conventions by HTTP", by_http(), GenAi(), "gen_ai.conversation.id", False, [])
check("GenAI conventions by gRPC, streamed", by_grpc(), GenAi(), "gen_ai.conversation.id", True, [])
check("OpenInference by HTTP, packed", by_http(compression=Compression.Gzip), OpenInference(), "session.id", False, TURN)
check("OpenInference by gRPC, streamed", by_grpc(), OpenInference(), "session.id", True, TURN)
SESSION = "traceloop.association.properties.session_id"
check("Traceloop by HTTP", by_http(), Traceloop(), SESSION, False, TURN)
server.shutdown()
