package io.threadmark.processor.cluster;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.streams.state.HostInfo;

/** Carries questions to other instances. */
public interface PeerCalls {

  /** Of an instance that answers another, and therefore asks nobody itself. */
  PeerCalls NONE =
      (peer, question, deadline) -> {
        throw new IllegalStateException("an instance that is asked by another asks nobody");
      };

  /**
   * A question.
   *
   * @param project whose rows it is about; null where the question itself says so
   * @param body null for none
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Question(HttpMethod method, String pathAndQuery, String project, byte[] body) {

    /**
     * A question by its parameters.
     *
     * @param project null where the parameters say so
     */
    public static Question get(String path, Map<String, String> parameters, String project) {
      String query =
          parameters.entrySet().stream()
              .map(entry -> entry.getKey() + '=' + encode(entry.getValue()))
              .collect(Collectors.joining("&"));
      return new Question(HttpMethod.GET, path + '?' + query, project, null);
    }

    /** A question that is its body. */
    public static Question post(String path, byte[] body) {
      return new Question(HttpMethod.POST, path, null, body);
    }

    private static String encode(String value) {
      return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
  }

  /** What was answered. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answer(int status, byte[] body) {}

  /**
   * Asks, and holds no thread meanwhile.
   *
   * @return fails with {@link NotAvailableException} where there is no answer before the deadline
   */
  Future<Answer> ask(HostInfo peer, Question question, RequestDeadline deadline);
}
