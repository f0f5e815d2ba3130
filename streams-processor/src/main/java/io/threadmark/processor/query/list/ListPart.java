package io.threadmark.processor.query.list;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.index.Found;
import io.threadmark.processor.index.Place;
import io.threadmark.processor.index.ProjectCounts;
import io.threadmark.processor.index.Question;
import io.threadmark.processor.index.Selection;
import io.threadmark.processor.query.http.RequestProblem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What instances say to each other about a list, as JSON. */
public final class ListPart {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private ListPart() {}

  /**
   * Asks for what some partitions have.
   *
   * @param question what is asked
   */
  record Asked(Question question, List<Integer> partitions) {}

  /**
   * What they have.
   *
   * @param found of those that could tell
   * @param missing why others could not, by partition
   */
  record Told(Found found, Map<Integer, String> missing) {}

  /**
   * Asks for rows.
   *
   * @param selection what was asked, for the sake of the snippets
   */
  record AskedRows(Selection selection, Set<String> includes, List<Place> places) {}

  /**
   * Rows.
   *
   * @param rows in the order of the places; null of one that is gone
   */
  record ToldRows(List<JsonNode> rows) {}

  /** Asks what there is of projects in some partitions. */
  record AskedProjects(List<Integer> partitions) {}

  /** What there is of each project. */
  record ToldProjects(Map<String, ProjectCounts> projects) {}

  /**
   * Asks up to where lists tell, and tells it.
   *
   * @param ends offsets by partition; -1 asks where the changelog ends
   */
  record Seen(Map<Integer, Long> ends) {}

  static byte[] write(Object said) {
    try {
      return JSON.writeValueAsBytes(said);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what instances say can always be written", e);
    }
  }

  /** Reads an answer. */
  static <T> T read(byte[] answer, Class<T> type) {
    try {
      return JSON.readValue(answer, type);
    } catch (IOException e) {
      throw new NotAvailableException("another instance's answer cannot be read", e);
    }
  }

  /** Reads a question. */
  static <T> T readQuestion(byte[] question, Class<T> type) {
    try {
      return JSON.readValue(question, type);
    } catch (IOException e) {
      throw RequestProblem.invalid("body", "is not a question about a list");
    }
  }
}
