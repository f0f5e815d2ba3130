// Compares what a subscriber read with what was posted, and says where they differ.
//
//   node compare.mjs POSTED.ndjson READ.json [RETRACTED_FEEDBACK_ID...]

import { deepStrictEqual } from "node:assert";
import { readFileSync } from "node:fs";

const [posted, read, ...retracted] = process.argv.slice(2);
const events = readFileSync(posted, "utf8").trim().split("\n").map((line) => JSON.parse(line));
const found = JSON.parse(readFileSync(read, "utf8"));

try {
  deepStrictEqual(Object.fromEntries(Object.entries(found).map(([key, thread]) => [key, shown(thread)])), expected());
} catch (difference) {
  console.error(`What was read (actual) is not what was posted (expected).\n${difference.message}`);
  process.exit(1);
}
console.log(`${Object.keys(found).length} labeled threads are what was posted: ${Object.keys(found).join(", ")}`);

/** The labeled threads that follow from the events, by key. */
function expected() {
  const of = (type) => events.filter((event) => event.type === type);
  const traces = of("trace");
  const feedback = of("feedback")
    .filter(({ feedback_id }) => !retracted.includes(feedback_id))
    .map((event) => ({ ...event, trace: traces.find((trace) => trace.client_request_id === event.client_request_id) }));
  const threads = {};
  for (const id of new Set(events.map((event) => event.thread_id).filter(Boolean))) {
    const facts = of("thread").find((event) => event.thread_id === id) ?? {};
    const mine = (event) => event.thread_id === id;
    const labels = feedback.filter((event) => (event.trace ?? event).thread_id === id);
    if (labels.length + (facts.intents ?? []).length + (facts.issues ?? []).length > 0) {
      threads[`default/h/${encoded(id)}`] = {
        thread_id: id,
        title: facts.title ?? null,
        intents: facts.intents ?? [],
        issues: facts.issues ?? [],
        tags: facts.tags ?? {},
        messages: of("message").filter(mine).map((event) => ({
          message_id: event.message_id,
          role: event.role,
          text: event.content,
          trace_id: event.trace_id ?? null,
          time: micros(event.timestamp),
        })),
        traces: traces.filter(mine).map((event) => ({
          trace_id: event.trace_id,
          client_request_id: event.client_request_id,
          model: event.model,
          output: event.output,
          usage: event.usage,
          time: micros(event.timestamp),
        })),
        feedback: labels.map((event) => ({
          feedback_id: event.feedback_id,
          trace_id: event.trace?.trace_id ?? null,
          name: event.name ?? "user_feedback",
          value: event.value,
          rationale: event.rationale ?? null,
          source: { id: null, type: "HUMAN", ...event.source },
          time: micros(event.timestamp),
        })),
      };
    }
  }
  return threads;
}

/** The same of a thread as it was read. */
function shown(thread) {
  const { thread_id, title, intents, issues, tags } = thread;
  return {
    thread_id,
    title,
    intents,
    issues,
    tags: { ...tags },
    messages: thread.messages.map(({ message_id, role, content, trace_id, created_at }) => ({
      message_id,
      role,
      text: content.text,
      trace_id,
      time: created_at,
    })),
    traces: thread.traces.map(({ trace_id, client_request_id, model, output, usage, created_at }) => ({
      trace_id,
      client_request_id,
      model,
      output: output.text,
      usage: { ...usage },
      time: created_at,
    })),
    feedback: thread.feedback.map(({ feedback_id, trace_id, name, value_json, rationale, source, created_at }) => ({
      feedback_id,
      trace_id,
      name,
      value: JSON.parse(value_json),
      rationale,
      source: { ...source },
      time: created_at,
    })),
  };
}

/** An id as it stands in a key. */
function encoded(id) {
  return id.replace(/[%/]/g, (character) => (character === "%" ? "%25" : "%2F"));
}

/** Microseconds of a time with up to six digits behind the second. */
function micros(time) {
  const [, seconds, fraction = ""] = time.match(/^([^.]*?)(?:\.(\d{1,6}))?Z$/);
  return Date.parse(`${seconds}Z`) * 1000 + Number(fraction.padEnd(6, "0"));
}
