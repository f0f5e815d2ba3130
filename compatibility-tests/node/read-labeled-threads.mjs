// Reads every labeled thread with kafkajs and @kafkajs/confluent-schema-registry, as a subscriber of Node.js would, and
// prints them as one JSON object: key to thread. Ends once it has read to the ends of all partitions as they were.
//
//   node read-labeled-threads.mjs ENDPOINTS.json
//
// The processor packs its records by lz4, for which kafkajs has no codec of its own; lz4-napi is one.

import { readFileSync } from "node:fs";
import kafkajs from "kafkajs";
import { SchemaRegistry } from "@kafkajs/confluent-schema-registry";
import { decompressFrame } from "lz4-napi";

const TOPIC = "threadmark.labeled-threads";
const { Kafka, CompressionTypes, CompressionCodecs, logLevel } = kafkajs;

CompressionCodecs[CompressionTypes.LZ4] = () => ({
  decompress: (packed) => decompressFrame(packed),
  compress: () => Promise.reject(new Error("this program only reads")),
});

const endpoints = JSON.parse(readFileSync(process.argv[2], "utf8"));
const registry = new SchemaRegistry({ host: endpoints.schema_registry });
const kafka = new Kafka({ clientId: "labeled-threads", brokers: [endpoints.kafka], logLevel: logLevel.ERROR });

const admin = kafka.admin();
await admin.connect();
const open = new Map();
for (const { partition, low, high } of await admin.fetchTopicOffsets(TOPIC)) {
  if (BigInt(high) > BigInt(low)) {
    open.set(partition, BigInt(high));
  }
}
await admin.disconnect();

const threads = {};
if (open.size > 0) {
  await readAll();
}
console.log(JSON.stringify(threads, (name, value) => (typeof value === "bigint" ? Number(value) : value)));

async function readAll() {
  // kafkajs reads what is committed, unless it is told otherwise.
  const consumer = kafka.consumer({ groupId: `labeled-threads-${process.pid}-${Date.now()}` });
  await consumer.connect();
  await consumer.subscribe({ topic: TOPIC, fromBeginning: true });
  try {
    await new Promise((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      // The last offsets of a partition are marks of transactions. No record shows them; the end of a batch does.
      consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
        if (open.has(payload.partition) && BigInt(payload.lastOffset) + 1n >= open.get(payload.partition)) {
          open.delete(payload.partition);
        }
        if (open.size === 0) {
          resolve();
        }
      });
      consumer
        .run({
          eachMessage: async ({ message }) => {
            const key = message.key.toString();
            if (message.value === null) {
              delete threads[key];
            } else {
              threads[key] = await registry.decode(message.value);
            }
          },
        })
        .catch(reject);
    });
  } finally {
    await consumer.disconnect();
  }
}
