package io.threadmark.standalone.cluster;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.threadmark.standalone.cli.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Where the parts of a running system are reached.
 *
 * @param gateway the front door's base address
 * @param processor the processor's base address
 * @param otlpGrpc host and port for OpenTelemetry's exporters by gRPC; null where they are not
 *     taken
 * @param kafka host and port to bootstrap from
 * @param schemaRegistry base address of the registry's Confluent API
 */
public record Endpoints(
    @JsonProperty("gateway") String gateway,
    @JsonProperty("processor") String processor,
    @JsonProperty("otlp_grpc") String otlpGrpc,
    @JsonProperty("kafka") String kafka,
    @JsonProperty("schema_registry") String schemaRegistry) {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** Writes the file in one step: a reader sees the old one or the new one, never a part. */
  public void write(Path file) throws IOException {
    Path written = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(written, JSON.writeValueAsString(this) + "\n");
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Reads the file, if it is there.
   *
   * @throws CommandFailedException where it is there and cannot be read
   */
  static Optional<Endpoints> read(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file.toFile(), Endpoints.class));
    } catch (IOException e) {
      throw new CommandFailedException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
