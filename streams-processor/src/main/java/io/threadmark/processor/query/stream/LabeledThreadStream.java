package io.threadmark.processor.query.stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.threadmark.processor.query.http.RequestProblem;
import io.threadmark.schema.settings.Settings;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Labeled threads as they change, as server-sent events. Each listener has a thread and a consumer
 * of its own, so that a slow one holds up nobody and misses nothing: the topic keeps what it has
 * not heard yet.
 */
public final class LabeledThreadStream implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LabeledThreadStream.class);
  private static final Duration RETRY = Duration.ofSeconds(2);

  /** At a time; each takes a few megabytes. */
  static final int MOST_LISTENERS = 64;

  private final StreamTopic topic;
  private final Clock clock;
  private final AtomicInteger listeners = new AtomicInteger();
  private final Set<Consumer<byte[], byte[]>> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  public LabeledThreadStream(Settings settings, Clock clock, MeterRegistry metrics) {
    this.topic = new StreamTopic(settings);
    this.clock = clock;
    Gauge.builder("threadmark.streams.open", listeners, AtomicInteger::get)
        .description("Listeners to labeled threads")
        .register(metrics);
  }

  /**
   * Answers a request for as long as the other side listens.
   *
   * @throws RequestProblem where something is wrong with it, or there are too many
   */
  public void answer(RoutingContext context) {
    StreamRequest request = StreamRequest.read(context);
    if (context.request().method().equals(HttpMethod.HEAD)) {
      context.response().putHeader("Content-Type", HttpListener.TYPE).end();
      return;
    }
    if (closed) {
      throw RequestProblem.unavailable("the processor is stopping");
    }
    if (listeners.incrementAndGet() > MOST_LISTENERS) {
      listeners.decrementAndGet();
      throw RequestProblem.unavailable(
          "there are " + MOST_LISTENERS + " listeners already, and no room for more");
    }
    HttpListener listener = new HttpListener(context.response(), RETRY);
    Thread thread = new Thread(() -> listen(request, listener), "threadmark-stream");
    thread.setDaemon(true);
    thread.start();
  }

  private void listen(StreamRequest request, HttpListener listener) {
    try (Consumer<byte[], byte[]> consumer = topic.consumer();
        Deserializer<SpecificRecord> values = topic.values()) {
      running.add(consumer);
      try {
        if (!closed) {
          new StreamSession(request, topic, topic.facts(consumer), values, listener, clock)
              .run(consumer);
        }
      } finally {
        running.remove(consumer);
      }
    } catch (ListenerGoneException | WakeupException | InterruptException e) {
      LOG.debug("a stream ended", e);
    } catch (KafkaException e) {
      LOG.warn("a stream ended; its listener goes on where it was", e);
    } catch (RuntimeException e) {
      LOG.error("a stream failed", e);
    } finally {
      listeners.decrementAndGet();
      listener.end();
    }
  }

  /** Ends all streams; listeners come again, and go on where they were. */
  @Override
  public void close() {
    closed = true;
    running.forEach(Consumer::wakeup);
  }
}
