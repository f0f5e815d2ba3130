package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.it.Wire.Request;
import io.threadmark.testkit.Await;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes that are not quite HTTP, sent as they are. */
@ExtendWith(SharedThreadmark.class)
class OddHttpIT {
  private static final String PROJECT = "odd-" + UUID.randomUUID();
  private static final String EVENT = "{\"type\":\"trace\",\"trace_id\":\"smuggled\"}";
  private static String base;

  @BeforeAll
  static void start() {
    base = SharedThreadmark.threadmark().gatewayUrl();
  }

  /**
   * Headers, between semicolons, of a post that would else be sound; LENGTH is that of its body.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Length: LENGTH; Content-Length: 5 | 400",
        "Content-Length: 5, LENGTH | 400",
        "Content-Length: -1 | 400",
        "Content-Length: 99999999999999999999 | 400",
        "Content-Length: 0x10 | 400",
        "Content-Length: +5 | 400",
        "Content-Length : LENGTH | 400",
        "Transfer-Encoding: chunked, identity; Content-Length: LENGTH | 400",
        "Transfer-Encoding: gzip, chunked | 400",
        "Transfer-Encoding: identity; Content-Length: LENGTH | 400",
        "Transfer-Encoding: xchunked; Content-Length: LENGTH | 400",
        "Transfer-Encoding: chunked; Transfer-Encoding: xchunked | 400",
        "Content-Length: LENGTH; Broken | 400",
        "Content-Length: LENGTH; Bad Name: x | 400",
        "Content-Length: 10485761 | 413"
      })
  void headersThatContradictAreRefusedAndTheConnectionEnds(String headers, int status) {
    String answer = Wire.raw(base, post(headers.replace("; ", "\r\n")));
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    assertThat(answer.split("HTTP/1\\.1 ", -1)).as(answer).hasSize(2);
    assertThatNothingIsStored();
  }

  @Test
  void chunksThatAreNoneAreNotTaken() {
    for (String chunk :
        List.of("zz\r\n{}\r\n0\r\n\r\n", "-1\r\n{}\r\n", "ffffffffffffffff\r\n{}\r\n")) {
      String answer = Wire.raw(base, post("Transfer-Encoding: chunked").replace(EVENT, chunk));
      assertThat(answer).as(chunk).doesNotContain("accepted");
    }
    assertThatNothingIsStored();
  }

  /** RFC 9112, 6.3: of two lengths that contradict, the chunks are what counts. */
  @Test
  void chunksCountMoreThanALength() {
    String chunked = "10\r\n{\"type\":\"trace\"}\r\n0\r\n\r\n";
    for (String length : List.of("4", "100")) {
      String headers = "Content-Length: " + length + "\r\nTransfer-Encoding: chunked";
      String answer = Wire.raw(base, post(headers).replace(EVENT, chunked));
      assertThat(answer).startsWith("HTTP/1.1 202 ");
      assertThat(answer.split("HTTP/1\\.1 ", -1)).as(answer).hasSize(2);
    }
  }

  /** RFC 9112, 6.1 and 6.3: what stands behind such a request may be no request at all. */
  @Test
  void behindARequestInChunksNothingMoreIsServed() {
    String chunked =
        post("Content-Length: 4\r\nTransfer-Encoding: chunked")
            .replace("Connection: close\r\n", "")
            .replace(EVENT, "10\r\n{\"type\":\"trace\"}\r\n0\r\n\r\n");
    String behind = "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n";
    String answer = Wire.raw(base, chunked + behind);
    assertThat(answer).startsWith("HTTP/1.1 202 ").containsIgnoringCase("connection: close");
    assertThat(answer.split("HTTP/1\\.1 ", -1)).as(answer).hasSize(2);
  }

  @Test
  void aLongHeaderIs431AndALongAddress414() {
    String answer =
        Wire.raw(
            base, "GET /livez HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(70_000) + "\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 431 ").contains("\"headers_too_large\"");
    String many = "X-Many: x\r\n".repeat(10_000);
    assertThat(Wire.raw(base, "GET /livez HTTP/1.1\r\nHost: x\r\n" + many + "\r\n"))
        .startsWith("HTTP/1.1 431 ");
    assertThat(Wire.raw(base, "GET /livez?" + "x".repeat(70_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
        .containsPattern("^HTTP/1\\.[01] 414 ")
        .contains("\"uri_too_long\"");
  }

  @Test
  void whatIsNoHttpIsRefused() {
    for (String text :
        List.of("nonsense\r\n\r\n", "\u0080\u0001\r\n\r\n", "GET / \r\n\r\n", "GET\r\n\r\n")) {
      assertThat(Wire.raw(base, text)).containsPattern("^HTTP/1\\.[01] 400 ");
    }
  }

  @Test
  void bodiesThatComeSlowlyHoldNobodyUp() throws IOException {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        Socket socket = new Socket(URI.create(base).getHost(), URI.create(base).getPort());
        slow.add(socket);
        String part = i % 2 == 0 ? "POST /api/v1/ev" : post("Content-Length: 1000");
        socket.getOutputStream().write(part.getBytes(StandardCharsets.ISO_8859_1));
      }
      assertThat(Request.post("/api/v1/events", "{\"type\":\"trace\"}").in(PROJECT).to(base).status)
          .isEqualTo(202);
      assertThat(Request.get("/livez").to(base).status).isEqualTo(200);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
    Await.until(
        "what was half sent is let go",
        () -> GatewayMetrics.inFlightBytes(SharedThreadmark.threadmark().api()) == 0);
    assertThatNothingIsStored();
  }

  private static String post(String headers) {
    return "POST /api/v1/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Threadmark-Project: "
        + PROJECT
        + "\r\n"
        + headers.replace("LENGTH", Integer.toString(EVENT.length()))
        + "\r\n\r\n"
        + EVENT;
  }

  private static void assertThatNothingIsStored() {
    assertThat(Request.get("/api/v1/traces/smuggled").in(PROJECT).to(base).status).isEqualTo(404);
  }
}
