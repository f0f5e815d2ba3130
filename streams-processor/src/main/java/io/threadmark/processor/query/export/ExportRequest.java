package io.threadmark.processor.query.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.format.DatasetFormat;
import io.threadmark.dataset.format.DatasetFormats;
import io.threadmark.dataset.json.InvalidMemberException;
import io.threadmark.dataset.label.Rules;
import io.threadmark.dataset.row.FileKind;
import io.threadmark.processor.export.job.ExportPlan;
import io.threadmark.processor.query.http.QueryParameters;
import io.threadmark.processor.query.http.RequestProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is asked for with an export: read from JSON, and spelled out with all its members. */
public final class ExportRequest {
  private static final Set<String> KNOWN =
      Set.of("format", "file", "filters", "rules", "split", "near_duplicates", "name", "against");
  private static final int MOST_NAME = 200;
  private static final int MOST_WORD = 64;

  /** Numbers stay as they are spelled. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private ExportRequest() {}

  /**
   * Checks a request.
   *
   * @return the same with all its members, as {@link #plan} reads it
   * @throws RequestProblem naming the member that is wrong
   */
  public static String check(String project, byte[] body) {
    return write(read(project, tree(body)));
  }

  /** Reads what {@link #check} returned. */
  public static ExportPlan plan(String project, String checked) {
    try {
      return read(project, JSON.readTree(checked));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode tree(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw RequestProblem.invalidJson("the body is not JSON");
    }
  }

  private static ExportPlan read(String project, JsonNode body) {
    Members members = Members.of("", body).know(KNOWN);
    DatasetFormat format = format(members);
    FileKind file = file(members, format);
    Members filters = members.object("filters");
    String name = members.text("name", "", MOST_NAME).strip();
    return new ExportPlan(
        name.isEmpty() ? "threadmark-" + format.name() : name,
        format,
        file,
        filters == null ? JSON.createObjectNode() : (ObjectNode) members.value("filters"),
        FilterReader.read(project, filters),
        rules(members),
        SplitReader.read(members.object("split")),
        SplitReader.readNear(members.object("near_duplicates")),
        members.has("against") ? members.text("against", null, MOST_NAME) : null);
  }

  private static Rules rules(Members members) {
    try {
      return members.has("rules") ? Rules.read(members.value("rules")) : Rules.STANDARD;
    } catch (InvalidMemberException e) {
      throw RequestProblem.invalid(e.member(), e.problem());
    }
  }

  private static DatasetFormat format(Members members) {
    List<String> names = DatasetFormats.ALL.stream().map(DatasetFormat::name).toList();
    String name = members.text("format", null, MOST_WORD);
    if (name == null || !names.contains(name)) {
      throw members.wrong(
          "format",
          "must be one of "
              + String.join(", ", names)
              + (name == null ? "" : QueryParameters.meant(name, new TreeSet<>(names))));
    }
    return DatasetFormats.named(name);
  }

  private static FileKind file(Members members, DatasetFormat format) {
    String word = members.text("file", FileKind.JSONL.word(), MOST_WORD).toLowerCase(Locale.ROOT);
    FileKind kind =
        Arrays.stream(FileKind.values())
            .filter(each -> each.word().equals(word))
            .findFirst()
            .orElseThrow(
                () ->
                    members.wrong(
                        "file",
                        "must be one of "
                            + Arrays.stream(FileKind.values())
                                .map(FileKind::word)
                                .collect(Collectors.joining(", "))));
    if (!kind.holds(format.columns())) {
      throw members.wrong(
          "file", "must not be " + word + ": rows of " + format.name() + " are nested");
    }
    return kind;
  }

  private static String write(ExportPlan plan) {
    ObjectNode json = JSON.createObjectNode();
    json.put("format", plan.format().name());
    json.put("file", plan.fileKind().word());
    json.put("name", plan.name());
    json.set("filters", plan.filters());
    json.set("rules", plan.rules().json());
    json.set("split", SplitReader.write(plan.splits()));
    json.set(
        "near_duplicates", plan.nearDuplicates() == null ? null : plan.nearDuplicates().json());
    json.put("against", plan.against());
    return json.toString();
  }
}
