package io.threadmark.follow.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** How a manifest is spelled. */
final class ManifestJson {
  private static final String FORMAT = "threadmark-continuous-export";
  private static final int VERSION = 1;

  private ManifestJson() {}

  static byte[] bytes(Manifest manifest) {
    ObjectNode json = Json.object();
    json.put("format", FORMAT).put("format_version", VERSION);
    json.put("sequence", manifest.sequence());
    json.put("previous_sha256", manifest.previousSha256());
    json.put("committed_at", manifest.committedAt().toString());
    json.put("writer", manifest.writer());
    json.put("compactor", manifest.compactor());
    ExportSource source = manifest.source();
    json.putObject("topic")
        .put("name", source.topic())
        .put("id", source.topicId())
        .put("partitions", source.partitions());
    json.put("file", source.file());
    json.set("projects", Json.array(source.projects()));
    state(json, manifest.state());
    return Json.pretty(json).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads one.
   *
   * @throws ExportRefusedException where it is none, or of a later version of Threadmark
   */
  static Manifest read(String path, byte[] bytes) {
    try {
      JsonNode json = Json.read(bytes);
      if (!json.path("format").asText().equals(FORMAT)) {
        throw new ExportRefusedException(path + " is no manifest of a continuous export");
      }
      if (json.required("format_version").asInt() > VERSION) {
        throw new ExportRefusedException(
            path
                + " was written by a later version of Threadmark, which this one cannot go on with");
      }
      return new Manifest(
          json.required("sequence").asLong(),
          json.required("previous_sha256").textValue(),
          Instant.parse(json.required("committed_at").asText()),
          json.required("writer").asText(),
          json.required("compactor").textValue(),
          source(json),
          state(json));
    } catch (IllegalArgumentException | DateTimeException | UncheckedIOException e) {
      throw new ExportRefusedException(path + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static void state(ObjectNode json, ExportState state) {
    json.put("begun_by", state.begunBy());
    json.put("generation", state.generation());
    json.put("caught_up_at", state.caughtUpAt().toString());
    ObjectNode positions = json.putObject("positions");
    state.positions().forEach((partition, offset) -> positions.put(partition.toString(), offset));
    ArrayNode parts = json.putArray("parts");
    state
        .parts()
        .forEach(
            part ->
                parts
                    .addObject()
                    .put("path", part.path())
                    .put("partition", part.partition())
                    .put("first_offset", part.firstOffset())
                    .put("last_offset", part.lastOffset())
                    .put("rows", part.rows())
                    .put("bytes", part.bytes())
                    .put("sha256", part.sha256()));
    json.set("retired", Json.array(state.retired()));
  }

  private static ExportSource source(JsonNode json) {
    JsonNode topic = json.required("topic");
    return new ExportSource(
        topic.required("name").asText(),
        topic.required("id").asText(),
        topic.required("partitions").asInt(),
        json.required("file").asText(),
        texts(json.required("projects")));
  }

  private static ExportState state(JsonNode json) {
    SortedMap<Integer, Long> positions = new TreeMap<>();
    json.required("positions")
        .properties()
        .forEach(
            position ->
                positions.put(Integer.valueOf(position.getKey()), position.getValue().asLong()));
    List<Part> parts = new ArrayList<>();
    json.required("parts").forEach(part -> parts.add(part(part)));
    return new ExportState(
        json.required("begun_by").asText(),
        json.required("generation").asLong(),
        positions,
        Instant.parse(json.required("caught_up_at").asText()),
        parts,
        texts(json.required("retired")));
  }

  private static Part part(JsonNode json) {
    return new Part(
        json.required("path").asText(),
        json.required("partition").asInt(),
        json.required("first_offset").asLong(),
        json.required("last_offset").asLong(),
        json.required("rows").asLong(),
        json.required("bytes").asLong(),
        json.required("sha256").asText());
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
