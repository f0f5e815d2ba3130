package io.threadmark.gateway.server;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.threadmark.gateway.http.ErrorAnswer;
import io.threadmark.gateway.http.JsonAnswer;
import io.threadmark.gateway.publish.Readiness;
import io.threadmark.gateway.refusal.ErrorCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What operators and people look at: health, metrics, the contract, a page of addresses. */
public final class Health {
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <title>Threadmark</title>
      <h1>Threadmark</h1>
      <ul>
      <li><code>POST /api/v1/events</code> takes traces, messages, threads and feedback
      <li><a href="/openapi.yaml">/openapi.yaml</a> describes every address
      <li><code>/api/v1/threads/{thread_id}</code>, <code>/api/v1/traces/{trace_id}</code>,
          <code>/api/v1/feedback/{feedback_id}</code> answer queries
      <li><code>DELETE /api/v1/threads/{thread_id}</code>,
          <code>DELETE /api/v1/traces/{trace_id}</code>,
          <code>DELETE /api/v1/users/{user_id}</code> erase;
          <code>/api/v1/erasures/{erasure_id}</code> tells how far that is
      <li><a href="/api/v1/project">/api/v1/project</a> tells and takes the settings of the project
      <li><a href="/livez">/livez</a>, <a href="/readyz">/readyz</a>,
          <a href="/metrics">/metrics</a> tell how the gateway is
      </ul>
      """;

  private static final int MOST_SCRAPES = 32;

  private final Readiness readiness;
  private final Scrape scrape;

  /** Answers with metrics that are made, or that clients have not read yet. */
  private final AtomicInteger scrapes = new AtomicInteger();

  private final Buffer contract = resource("openapi.yaml");

  public Health(Readiness readiness, PrometheusMeterRegistry metrics) {
    this.readiness = readiness;
    this.scrape = new Scrape(metrics);
  }

  void live(RoutingContext context) {
    JsonAnswer.send(
        context.response(),
        200,
        json -> {
          json.writeStartObject();
          json.writeBooleanField("live", true);
          json.writeEndObject();
        });
  }

  void ready(RoutingContext context) {
    List<String> problems = readiness.problems();
    JsonAnswer.send(
        context.response(),
        problems.isEmpty() ? 200 : 503,
        json -> {
          json.writeStartObject();
          json.writeBooleanField("ready", problems.isEmpty());
          if (!problems.isEmpty()) {
            json.writeArrayFieldStart("reasons");
            for (String problem : problems) {
              json.writeString(problem);
            }
            json.writeEndArray();
          }
          json.writeEndObject();
        });
  }

  void metrics(RoutingContext context) {
    boolean tooMany = scrapes.incrementAndGet() > MOST_SCRAPES;
    context.addEndHandler(ended -> scrapes.decrementAndGet());
    if (tooMany) {
      ErrorAnswer.send(context, ErrorCode.OVERLOADED, "too many are asking for metrics");
      return;
    }
    scrape
        .text(context.vertx())
        .onSuccess(text -> send(context, "text/plain; version=0.0.4; charset=utf-8", text))
        .onFailure(failure -> ErrorAnswer.send(context, failure));
  }

  void contract(RoutingContext context) {
    send(context, "application/yaml", contract);
  }

  void page(RoutingContext context) {
    send(context, "text/html; charset=utf-8", Buffer.buffer(PAGE));
  }

  private static void send(RoutingContext context, String type, Buffer body) {
    HttpServerResponse response = context.response();
    response.putHeader("Content-Type", type).end(body);
  }

  private static Buffer resource(String name) {
    try (InputStream in = Health.class.getResourceAsStream("/io/threadmark/gateway/" + name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the jar");
      }
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
