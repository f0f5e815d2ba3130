// OpenTelemetry's exporters of Node, against a running gateway: JSON and protobuf by HTTP, and gRPC.
// Usage: node exporters.mjs GATEWAY HOST:PORT_OF_GRPC
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { context, trace } from '@opentelemetry/api';
import { OTLPTraceExporter as ByGrpc } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as Json } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as Protobuf } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';

const [gateway, grpc] = process.argv.slice(2);
const patience = 120_000;
const question = 'Is it open on Sunday?';
const answer = 'Yes, until six. ☕';

async function awaitThat(what, condition) {
  const deadline = Date.now() + patience;
  while (Date.now() < deadline) {
    const found = await condition();
    if (found) return found;
    await pause(100);
  }
  throw new Error(`waited in vain: ${what}`);
}

async function check(name, exporter) {
  const project = `node-${randomUUID()}`;
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'shop', 'threadmark.project': project }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer('shop', '1.0');
  const root = tracer.startSpan('ask', { attributes: { 'session.id': 'th-1' } });
  const call = tracer.startSpan(
    'chat',
    {
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'stub-1',
        'gen_ai.usage.input_tokens': 11,
        'gen_ai.input.messages': JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: question }] }]),
        'gen_ai.output.messages': JSON.stringify([{ role: 'assistant', parts: [{ type: 'text', content: answer }] }]),
      },
      links: [{ context: root.spanContext() }],
    },
    trace.setSpan(context.active(), root),
  );
  call.addEvent('first token', { after: 0.25 });
  call.end();
  root.end();
  await provider.forceFlush();
  await provider.shutdown();

  const get = async (path) => {
    const got = await fetch(gateway + path, { headers: { 'X-Threadmark-Project': project } });
    return got.ok ? got.json() : null;
  };
  const thread = await awaitThat(`${name}: the thread`, async () => {
    const found = await get('/api/v1/threads/th-1');
    return found?.messages.length === 2 && found;
  });
  assert.deepEqual(
    thread.messages.map((message) => [message.role, message.content]),
    [['user', question], ['assistant', answer]],
  );
  const told = await awaitThat(`${name}: the trace with its spans`, async () => {
    const found = await get(`/api/v1/traces/${root.spanContext().traceId}?include_spans=true`);
    return found?.spans?.length === 2 && found;
  });
  assert.equal(told.model, 'stub-1');
  assert.equal(told.usage.input_tokens, 11);
  const span = told.spans.find((each) => each.span_id === call.spanContext().spanId);
  assert.equal(span.parent_span_id, root.spanContext().spanId);
  assert.equal(span.events[0].name, 'first token');
  assert.equal(span.links[0].span_id, root.spanContext().spanId);
  console.log(`ok  ${name}`);
}

await check('Node, JSON by HTTP', new Json({ url: `${gateway}/v1/traces` }));
await check('Node, protobuf by HTTP, packed', new Protobuf({ url: `${gateway}/v1/traces`, compression: 'gzip' }));
await check('Node, gRPC', new ByGrpc({ url: `http://${grpc}` }));
