package io.threadmark.it;

import static io.threadmark.it.Wire.Request.get;
import static io.threadmark.it.Wire.Request.lines;
import static io.threadmark.it.Wire.Request.post;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.threadmark.it.Wire.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A request that is refused as a whole.
 *
 * @param path the parameter or field at fault; empty where there is none
 * @param allow the header {@code Allow} of the answer; null where there is none
 */
record WrongRequest(
    String name, Request request, int status, String code, String path, String allow) {
  static final String EVENTS = "/api/v1/events";
  private static final String EVENT = "{\"type\":\"trace\",\"trace_id\":\"refused\"}";
  private static final byte[] BYTES = EVENT.getBytes(UTF_8);
  private static final int MIB = 1024 * 1024;

  static List<WrongRequest> table() {
    List<WrongRequest> table = new ArrayList<>();
    table.addAll(notJson());
    table.addAll(ofAnotherType());
    table.addAll(packed());
    table.addAll(tooLarge());
    table.addAll(addresses());
    table.addAll(parameters());
    table.addAll(erasures());
    table.addAll(queries());
    return table;
  }

  private static List<WrongRequest> notJson() {
    List<WrongRequest> table = new ArrayList<>();
    table.add(of("an empty body", post(EVENTS, ""), 400, "empty"));
    table.add(of("white space", post(EVENTS, " \r\n\t "), 400, "empty"));
    table.add(of("no events", post(EVENTS, "[]"), 400, "empty"));
    table.add(of("blank lines", lines(EVENTS, "\n \r\n\t\n"), 400, "empty"));
    String deep = "[".repeat(10_000) + "]".repeat(10_000);
    String[] texts = {
      "nothing",
      "{",
      "{'type':'trace'}",
      "{\"type\":\"trace\",}",
      "{type:\"trace\"}",
      "{\"type\":\"trace\"}//",
      "{\"type\":01}",
      "{\"type\":\"a\tb\"}",
      "{\"type\":\"\\x\"}",
      EVENT + EVENT,
      EVENT + "\n" + EVENT,
      EVENT + ",",
      "[" + EVENT + ",]",
      "[" + EVENT + "] 1",
      "[" + EVENT,
      "\ufeff",
      " \ufeff" + EVENT,
      "\u0000" + EVENT,
      EVENT + "\u0000",
      "{\"type\":\"trace\",\"input\":" + deep + "}",
      "<trace/>",
      "type=trace"
    };
    for (String text : texts) {
      String name = text.substring(0, Math.min(40, text.length()));
      table.add(of("not JSON: " + name, post(EVENTS, text), 400, "invalid_json"));
    }
    table.add(
        of("UTF-16, big end first", post(EVENTS, EVENT.getBytes(UTF_16BE)), 400, "invalid_json"));
    table.add(
        of("UTF-16, small end first", post(EVENTS, EVENT.getBytes(UTF_16LE)), 400, "invalid_json"));
    table.add(
        of(
            "Latin-1",
            post(EVENTS, "{\"type\":\"tracé\"}".getBytes(ISO_8859_1)),
            400,
            "invalid_json"));
    table.add(
        of(
            "UTF-8 that breaks off",
            post(EVENTS, Arrays.copyOf("{\"type\":\"é".getBytes(UTF_8), 10)),
            400,
            "invalid_json"));
    table.add(
        of(
            "a surrogate in UTF-8",
            post(EVENTS, latin("{\"type\":\"\u00ed\u00a0\u0080\"}")),
            400,
            "invalid_json"));
    table.add(
        of(
            "an overlong form",
            post(EVENTS, latin("{\"type\":\"\u00c0\u0080\"}")),
            400,
            "invalid_json"));
    table.add(of("a line that is no JSON", lines(EVENTS, "{\"type\":\n"), 422, "invalid_json"));
    table.add(
        at("type", "lines at fault, each otherwise", lines(EVENTS, "{}\n{"), 422, "all_rejected"));
    table.add(
        of(
            "10,000 deep",
            lines(EVENTS, "{\"type\":\"trace\",\"input\":" + deep + "}"),
            422,
            "invalid_json"));
    return table;
  }

  private static List<WrongRequest> ofAnotherType() {
    List<WrongRequest> table = new ArrayList<>();
    String[] types = {
      "text/plain",
      "application/xml",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "application/json2",
      "json",
      "application/json; charset=iso-8859-1",
      "application/json; charset=utf-16",
      "application/x-ndjson; charset=\"utf-16\"",
      "application/vnd.kafka.json.v2+json"
    };
    for (String type : types) {
      Request request = post(EVENTS, EVENT).with("Content-Type", type);
      table.add(at("Content-Type", type, request, 415, "unsupported_media_type"));
    }
    table.add(
        of(
            "OTLP as protobuf",
            post("/api/v1/traces", EVENT).with("Content-Type", "application/x-protobuf"),
            415,
            "unsupported_media_type"));
    table.add(
        of(
            "OTLP as JSON",
            post("/api/v1/traces", "{\"resourceSpans\":[]}"),
            415,
            "unsupported_media_type"));
    table.add(
        of(
            "OTLP among events",
            post(EVENTS, "[" + EVENT + ",{\"resource_spans\":[]}]"),
            415,
            "unsupported_media_type"));
    table.add(
        at(
            "Content-Type",
            "a thread in lines",
            new Request("PUT", "/api/v1/threads/h", BYTES)
                .with("Content-Type", "application/x-ndjson"),
            415,
            "unsupported_media_type"));
    for (String coding : List.of("br", "compress", "gzip, gzip", "gzip;q=1", "aws-chunked", "*")) {
      Request request = post(EVENTS, EVENT).with("Content-Encoding", coding);
      table.add(at("Content-Encoding", coding, request, 415, "unsupported_content_encoding"));
    }
    return table;
  }

  private static List<WrongRequest> packed() {
    byte[] gzip = Packed.gzip(BYTES);
    byte[] zstd = Packed.zstd(BYTES);
    byte[] deflate = Packed.deflate(BYTES);
    byte[] damaged = gzip.clone();
    damaged[damaged.length - 6] ^= 1; // in the checksum
    byte[] reserved = gzip.clone();
    reserved[3] = (byte) 0xE0;
    String bad = "invalid_content_encoding";
    return List.of(
        packed("gzip", "plain", BYTES, 400, bad),
        packed("deflate", "plain", BYTES, 400, bad),
        packed("zstd", "plain", BYTES, 400, bad),
        packed("gzip", "breaks off", Arrays.copyOf(gzip, gzip.length - 1), 400, bad),
        packed("gzip", "breaks off in its header", Arrays.copyOf(gzip, 5), 400, bad),
        packed("gzip", "damaged", damaged, 400, bad),
        packed("gzip", "flags of the future", reserved, 400, bad),
        packed("gzip", "rubbish behind it", Packed.joined(gzip, new byte[20]), 400, bad),
        packed(
            "gzip",
            "a second member breaks off",
            Packed.joined(gzip, Arrays.copyOf(gzip, 15)),
            400,
            bad),
        packed("deflate", "breaks off", Arrays.copyOf(deflate, deflate.length - 1), 400, bad),
        packed("deflate", "more behind it", Packed.joined(deflate, deflate), 400, bad),
        packed("zstd", "breaks off", Arrays.copyOf(zstd, zstd.length - 1), 400, bad),
        packed(
            "zstd",
            "a frame with a dictionary",
            latin("(\u00b5/\u00fd!\u0007 \u0001\u0000\u0000"),
            400,
            bad),
        packed("gzip", "packed twice", Packed.gzip(gzip), 400, "invalid_json"),
        packed("gzip", "two events in two members", Packed.joined(gzip, gzip), 400, "invalid_json"),
        packed("gzip", "nothing in it", Packed.gzip(new byte[0]), 400, "empty"),
        packed("gzip", "a bomb", Packed.gzipBomb(40), 413, "too_large"),
        packed("deflate", "a bomb", Packed.deflateBomb(40), 413, "too_large"),
        packed("zstd", "a bomb", Packed.zstdBomb(40), 413, "too_large"),
        packed(
            "gzip",
            "a bomb of members",
            Packed.joined(Packed.gzipBomb(6), Packed.gzipBomb(6)),
            413,
            "too_large"));
  }

  private static List<WrongRequest> tooLarge() {
    String text = "x".repeat(11 * MIB);
    return List.of(
        of(
            "11 MiB",
            post(EVENTS, "{\"type\":\"trace\",\"input\":\"" + text + "\"}"),
            413,
            "too_large"),
        of("11 MiB of lines", lines(EVENTS, (EVENT + "\n").repeat(300_000)), 413, "too_large"),
        of(
            "an event of 2 MiB",
            post(EVENTS, "{\"type\":\"trace\",\"input\":\"" + text.substring(0, 2 * MIB) + "\"}"),
            413,
            "too_large"),
        of("100,001 events", lines(EVENTS, "0\n".repeat(100_001)), 413, "too_large"),
        of(
            "100,001 events in a list",
            post(EVENTS, "[" + "0,".repeat(100_000) + "0]"),
            413,
            "too_large"),
        of(
            "a name of 2 MiB",
            post(EVENTS, "{\"" + text.substring(0, 2 * MIB) + "\":1}"),
            413,
            "too_large"));
  }

  private static List<WrongRequest> addresses() {
    List<WrongRequest> table = new ArrayList<>();
    String[] nothing = {
      "/api",
      "/api/v1",
      "/api/v1/nothing",
      "/api/v2/events",
      "/v1/metrics",
      "/v1/nothing",
      "/API/v1/events",
      "/internal/v1/visible",
      "/internal/v1/rows",
      "/.env",
      "/api/v1/events/x",
      "/api/v1/users",
      "/api/v1/users/",
      "/api/v1/users/u/v",
      "/api/v1/erasures",
      "/api/v1/project/settings",
      "/favicon.ico"
    };
    for (String path : nothing) {
      table.add(of("nothing at " + path, post(path, EVENT), 404, "not_found"));
    }
    String[][] methods = {
      {"GET", EVENTS, "POST"},
      {"PUT", EVENTS, "POST"},
      {"DELETE", EVENTS, "POST"},
      {"PATCH", EVENTS, "POST"},
      {"PROPFIND", EVENTS, "POST"},
      {"DELETE", "/api/v1/traces", "GET, HEAD, POST"},
      {"PUT", "/api/v1/traces/t", "DELETE, GET, HEAD"},
      {"DELETE", "/api/v1/traces/t/u", "GET, HEAD"},
      {"GET", "/api/v1/messages", "POST"},
      {"PUT", "/api/v1/threads", "GET, HEAD, POST"},
      {"DELETE", "/api/v1/threads", "GET, HEAD, POST"},
      {"DELETE", "/api/v1/threads/", "GET, HEAD, POST"},
      {"POST", "/api/v1/threads/h", "DELETE, GET, HEAD, PUT"},
      {"GET", "/api/v1/users/u", "DELETE"},
      {"DELETE", "/api/v1/erasures/e", "GET, HEAD"},
      {"DELETE", "/api/v1/receipts/r", "GET, HEAD"},
      {"POST", "/api/v1/project", "GET, HEAD, PUT"},
      {"DELETE", "/api/v1/project", "GET, HEAD, PUT"},
      {"DELETE", "/api/v1/feedback", "GET, HEAD, POST"},
      {"POST", "/api/v1/feedback/f", "DELETE, GET, HEAD"},
      {"POST", "/api/v1/metrics/agreement", "GET, HEAD"},
      {"DELETE", "/api/v1/metrics/ranking", "GET, HEAD"},
      {"POST", "/readyz", "GET, HEAD"},
      {"DELETE", "/metrics", "GET, HEAD"},
      {"PUT", "/openapi.yaml", "GET, HEAD"},
      {"POST", "/", "GET, HEAD"}
    };
    for (String[] method : methods) {
      Request request = new Request(method[0], method[1], new byte[0]);
      table.add(
          new WrongRequest(
              method[0] + " " + method[1], request, 405, "method_not_allowed", "", method[2]));
    }
    return table;
  }

  private static List<WrongRequest> parameters() {
    List<WrongRequest> table = new ArrayList<>();
    for (String wait : List.of("-1", "10001", "x", "", "1.5", "9999999999", "%2010")) {
      Request request = post(EVENTS + "?wait_ms=" + wait, EVENT);
      table.add(at("wait_ms", "?wait_ms=" + wait, request, 422, "invalid_field"));
    }
    Request keyed = post(EVENTS, EVENT).with("Idempotency-Key", "k".repeat(257));
    table.add(at("Idempotency-Key", "a long key", keyed, 422, "invalid_field"));
    table.add(
        at(
            "Idempotency-Key",
            "an empty key",
            post(EVENTS, EVENT).with("Idempotency-Key", ""),
            422,
            "invalid_field"));
    table.add(
        at(
            "X-Threadmark-Project",
            "an empty project",
            post(EVENTS, EVENT).in(""),
            422,
            "invalid_field"));
    table.add(
        at(
            "X-Threadmark-Project",
            "a long project",
            post(EVENTS, EVENT).in("p".repeat(257)),
            422,
            "invalid_field"));
    table.add(
        at(
            "project_id",
            "another project",
            post(EVENTS + "?project_id=other", EVENT),
            403,
            "wrong_project"));
    table.add(
        at(
            "project_id",
            "another project in an event",
            post(EVENTS, "[" + EVENT + ",{\"type\":\"trace\",\"project_id\":\"other\"}]"),
            403,
            "wrong_project"));
    table.add(
        at(
            "project_id",
            "another project in a line",
            lines(EVENTS, EVENT + "\n{\"type\":\"trace\",\"project_id\":\"other\"}"),
            403,
            "wrong_project"));
    table.add(
        at(
            "thread_id",
            "a thread that disagrees",
            new Request("PUT", "/api/v1/threads/h", "{\"thread_id\":\"i\"}".getBytes(UTF_8)),
            422,
            "conflict"));
    table.add(
        at(
            "thread_id",
            "a reserved thread",
            new Request("PUT", "/api/v1/threads/trace:t", BYTES),
            422,
            "invalid_field"));
    table.add(
        at(
            "thread_id",
            "a thread that is not UTF-8",
            new Request("PUT", "/api/v1/threads/%ff", BYTES),
            422,
            "invalid_field"));
    table.add(
        of(
            "a thread that is a list",
            new Request("PUT", "/api/v1/threads/h", latin("[{}]")),
            422,
            "invalid_field"));
    table.add(
        at(
            "messages",
            "messages that are none",
            new Request("PUT", "/api/v1/threads/h", latin("{\"messages\":5}")),
            422,
            "invalid_field"));
    table.add(
        at(
            "type",
            "a message at the traces",
            post("/api/v1/traces", "{\"type\":\"message\"}"),
            422,
            "invalid_field"));
    table.add(
        at(
            "type",
            "a name that disagrees",
            post(
                "/api/v1/feedback",
                "{\"type\":\"rating\",\"name\":\"stars\",\"trace_id\":\"t\",\"value\":1}"),
            422,
            "conflict"));
    String feedback = "/api/v1/feedback/";
    table.add(
        at(
            "timestamp",
            "a retraction at no time",
            delete(feedback + "f?timestamp=x"),
            422,
            "invalid_field"));
    table.add(
        at(
            "timestamp",
            "a retraction in the past",
            delete(feedback + "f?timestamp=1999-01-01T00:00:00Z"),
            422,
            "invalid_field"));
    table.add(
        at(
            "revision",
            "a retraction of revision -1",
            delete(feedback + "f?revision=-1"),
            422,
            "invalid_field"));
    table.add(
        at("feedback_id", "a retraction of %0A", delete(feedback + "%0A"), 422, "invalid_field"));
    table.add(
        at("feedback_id", "a retraction of %FF", delete(feedback + "%FF"), 422, "invalid_field"));
    table.add(
        at(
            "feedback_id",
            "a retraction of a long id",
            delete(feedback + "x".repeat(257)),
            422,
            "invalid_field"));
    return table;
  }

  private static List<WrongRequest> erasures() {
    List<WrongRequest> table = new ArrayList<>();
    for (String kind : List.of("thread", "trace", "user")) {
      String path = "/api/v1/" + kind + "s/";
      for (String id : List.of("%0A", "%00", "%C2%85", "%FF", "x".repeat(257))) {
        table.add(erasure(kind + "_id", path + id));
      }
      for (String time :
          List.of("", "x", "-1", "2026-01-01", "1999-12-31T23:59:59Z", "9999-01-01T00:00:00Z")) {
        table.add(erasure("timestamp", path + "refused?timestamp=" + time));
      }
      table.add(erasure("wait_ms", path + "refused?wait_ms=100"));
      table.add(
          at(
              "Idempotency-Key",
              "erasure of a " + kind + " with an empty key",
              delete(path + "refused").with("Idempotency-Key", ""),
              422,
              "invalid_field"));
      table.add(
          at(
              "project_id",
              "erasure of a " + kind + " of another project",
              delete(path + "refused?project_id=other"),
              403,
              "wrong_project"));
    }
    for (String id : List.of("trace:", "trace:.", "trace:..", "trace:%0A")) {
      table.add(erasure("thread_id", "/api/v1/threads/" + id));
    }
    return table;
  }

  private static WrongRequest erasure(String at, String path) {
    return at(at, "erasure " + path, delete(path), 422, "invalid_field");
  }

  private static List<WrongRequest> queries() {
    List<WrongRequest> table = new ArrayList<>();
    String[] things = {
      "/api/v1/traces/there",
      "/api/v1/traces?client_request_id=there",
      "/api/v1/traces?status=OK",
      "/api/v1/traces/count",
      "/api/v1/threads",
      "/api/v1/threads/count?has_feedback=true",
      "/api/v1/threads/there",
      "/api/v1/feedback/there",
      "/api/v1/feedback",
      "/api/v1/metrics/agreement",
      "/api/v1/metrics/ranking"
    };
    for (String thing : things) {
      String and = thing + (thing.contains("?") ? "&" : "?");
      table.add(query(and, "nothing=1", "nothing"));
      table.add(query(and, "wait_ms=-1", "wait_ms"));
      table.add(query(and, "wait_ms=10001", "wait_ms"));
      table.add(query(and, "wait_ms=x", "wait_ms"));
      table.add(query(and, "wait_ms=1&wait_ms=1", "wait_ms"));
      table.add(query(and, "wait_for=", "wait_for"));
      table.add(query(and, "wait_for=nonsense", "wait_for"));
      table.add(query(and, "wait_for=" + "A".repeat(20_000), "wait_for"));
      table.add(
          at(
              "project_id",
              and + "project_id=other",
              get(and + "project_id=other"),
              403,
              "wrong_project"));
    }
    for (String size : List.of("0", "-1", "501", "x", "", "1e2", "99999999999")) {
      table.add(query("/api/v1/threads/there?", "page_size=" + size, "page_size"));
    }
    for (String cursor : List.of("", "!", "AAAA", "x".repeat(5000))) {
      table.add(query("/api/v1/threads/there?", "cursor=" + cursor, "cursor"));
    }
    String list = "/api/v1/feedback?";
    for (String size : List.of("0", "501", "x")) {
      table.add(query(list, "page_size=" + size, "page_size"));
    }
    for (String cursor : List.of("", "!", "AAAA", "AAAAAAAAAAA", "AAAAAAAAAAAA")) {
      table.add(query(list, "cursor=" + cursor, "cursor"));
    }
    for (String state : List.of("", "matched", "MATCHED,", "LOST", "MATCHED%20PENDING")) {
      table.add(query(list, "state=" + state, "state"));
    }
    String noTime = "after=2026-01-01T00:00:05Z&before=2026-01-01T00:00:05Z";
    for (String ranged : List.of(list, "/api/v1/metrics/agreement?", "/api/v1/metrics/ranking?")) {
      table.add(query(ranged, noTime, "before"));
    }
    for (String time :
        List.of("", "yesterday", "-1", "1e9", "2026-01-01", "1767323045.123", "9".repeat(16))) {
      for (String ranged :
          List.of(list, "/api/v1/metrics/agreement?", "/api/v1/metrics/ranking?")) {
        table.add(query(ranged, "after=" + time, "after"));
        table.add(query(ranged, "before=" + time, "before"));
      }
    }
    for (String level : List.of("", "NOMINAL", "ratio", "nominal,ordinal")) {
      table.add(query("/api/v1/metrics/agreement?", "level=" + level, "level"));
    }
    for (String type : List.of("", "human", "HUMAN,CODE")) {
      table.add(query("/api/v1/metrics/agreement?", "source_type=" + type, "source_type"));
      table.add(query("/api/v1/metrics/ranking?", "source_type=" + type, "source_type"));
    }
    table.add(query("/api/v1/metrics/ranking?", "level=nominal", "level"));
    table.add(query("/api/v1/traces?", "client_request_id=", "client_request_id"));
    table.addAll(lists());
    table.add(query("/api/v1/traces/there?", "page_size=5", "page_size"));
    for (String path :
        List.of(
            "/api/v1/threads/%zz", "/api/v1/threads/%", "/api/v1/traces?client_request_id=%f")) {
      // No URI that the JDK would send.
      table.add(
          new WrongRequest(
              "raw " + path, new Request("RAW", path, BYTES), 400, "invalid_request", "", null));
    }
    table.add(of("no such trace", get("/api/v1/traces/none"), 404, "not_found"));
    table.add(of("no such thread", get("/api/v1/threads/none"), 404, "not_found"));
    table.add(of("no such feedback", get("/api/v1/feedback/none"), 404, "not_found"));
    table.add(of("no such erasure", get("/api/v1/erasures/none"), 404, "not_found"));
    table.add(query("/api/v1/erasures/none?", "nothing=1", "nothing"));
    table.add(query("/api/v1/receipts/none?", "nothing=1", "nothing"));
    table.add(query("/api/v1/receipts/none?", "wait_ms=10001", "wait_ms"));
    table.add(
        at(
            "project_id",
            "an erasure of another project",
            get("/api/v1/erasures/none?project_id=other"),
            403,
            "wrong_project"));
    table.add(of("a control character", get("/api/v1/feedback/%00"), 404, "not_found"));
    table.add(of("a long id", get("/api/v1/traces/" + "x".repeat(5000)), 404, "not_found"));
    table.add(of("dots", get("/api/v1/traces/%2e%2e"), 404, "not_found"));
    table.add(
        of(
            "dots and slashes",
            get("/api/v1/traces/..%2f..%2finternal%2fv1%2frows"),
            404,
            "not_found"));
    return table;
  }

  /** The parameter at fault is the first that is given. */
  private static List<WrongRequest> lists() {
    List<WrongRequest> table = new ArrayList<>();
    String[] ofBoth = {
      "page_size=0",
      "page_size=501",
      "page_size=x",
      "page_index=-1",
      "page_index=200",
      "page_index=1&page_size=500&page_index=1",
      "cursor=",
      "cursor=!",
      "cursor=AAAA",
      "cursor=AQgtdXBkYXRlZA",
      "cursor=AQgtdXBkYXRlZA&page_index=0",
      "sort=",
      "sort=size",
      "sort=relevance",
      "facets=",
      "facets=colour",
      "facets=tag:",
      "facets=tag:1,tag:2,tag:3,tag:4,tag:5,tag:6,tag:7,tag:8,tag:9,tag:10,tag:11,tag:12,tag:13,"
          + "tag:14,tag:15,tag:16,tag:17",
      "partial=yes",
      "has_feedback=1",
      "hasFeedback=1",
      "include_feedback=TRUE",
      "search=",
      "search=%22%22",
      "search=-",
      "search=" + "x".repeat(1_001),
      "search=" + "x+".repeat(33),
      "user_search=*",
      "ids=",
      "ids=a,,b",
      "ids=" + "a,".repeat(500) + "a",
      "feedback_value=%3E",
      "feedback_value=%3E=four",
      "feedback_value=%3C1e400",
      "polarity=GOOD",
      "polarity=POSITIVE,",
      "signal=LOUD",
      "source_type=ROBOT",
      "tags=env",
      "tags=:prod",
      "after=yesterday",
      "before=2026-01-01"
    };
    for (String parameters : ofBoth) {
      String at = parameters.replaceAll("=.*", "").replace("hasFeedback", "has_feedback");
      table.add(query("/api/v1/threads?", parameters, at));
      table.add(query("/api/v1/traces?", parameters, at));
    }
    table.add(query("/api/v1/threads?", "serch=x", "serch"));
    table.add(query("/api/v1/threads?", "status=OK", "status"));
    table.add(query("/api/v1/threads?", "ids=a&external_ids=a", "external_ids"));
    table.add(
        query("/api/v1/threads?", "after=2026-01-02T00:00Z&before=2026-01-01T00:00Z", "before"));
    table.add(query("/api/v1/threads?", "sort=latency", "sort"));
    table.add(query("/api/v1/traces?", "latency_ms=2000", "latency_ms"));
    table.add(query("/api/v1/traces?", "latency_ms=%3E1e300", "latency_ms"));
    table.add(query("/api/v1/traces?", "metadata=tier", "metadata"));
    table.add(query("/api/v1/traces?", "include_messages=true", "include_messages"));
    for (String count : List.of("/api/v1/threads/count?", "/api/v1/traces/count?")) {
      table.add(query(count, "sort=created", "sort"));
      table.add(query(count, "facets=model", "facets"));
      table.add(query(count, "page_size=1", "page_size"));
      table.add(query(count, "search=-", "search"));
    }
    return table;
  }

  private static WrongRequest query(String path, String parameters, String at) {
    return at(at, "query " + path + parameters, get(path + parameters), 422, "invalid_field");
  }

  private static WrongRequest packed(
      String coding, String name, byte[] body, int status, String code) {
    return of(
        coding + ": " + name, post(EVENTS, body).with("Content-Encoding", coding), status, code);
  }

  private static Request delete(String path) {
    return new Request("DELETE", path, new byte[0]);
  }

  private static WrongRequest of(String name, Request request, int status, String code) {
    return new WrongRequest(name, request, status, code, "", null);
  }

  private static WrongRequest at(
      String path, String name, Request request, int status, String code) {
    return new WrongRequest(name, request, status, code, path, null);
  }

  private static byte[] latin(String text) {
    return text.getBytes(ISO_8859_1);
  }

  @Override
  public String toString() {
    return (name.length() > 120 ? name.substring(0, 120) : name).replaceAll("\\p{Cntrl}", "?");
  }
}
