package io.threadmark.dataset.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.json.TextHash;
import io.threadmark.dataset.label.Rules;
import io.threadmark.dataset.spill.SortedTexts.Cursor;
import io.threadmark.dataset.spill.SortedTexts.Entry;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipException;

/** A package that was made before: its manifest, and its {@link Decisions}. */
public final class FormerPackage implements Closeable {
  private final FileSystem zip;
  private final Path root;
  private final JsonNode manifest;

  private FormerPackage(FileSystem zip, Path root) throws IOException {
    this.zip = zip;
    this.root = root;
    this.manifest = manifest(root);
  }

  /**
   * Opens a package.
   *
   * @param path a folder, or a zip of one
   * @param format of the package that is to be compared with it
   * @throws IllegalArgumentException where it is no package, or none that can be compared
   */
  public static FormerPackage open(Path path, String format) throws IOException {
    if (!Files.exists(path)) {
      throw new IllegalArgumentException("against is not there");
    }
    FileSystem zip = Files.isDirectory(path) ? null : zip(path);
    try {
      FormerPackage former =
          new FormerPackage(zip, zip == null ? path : zip.getRootDirectories().iterator().next());
      former.check(format);
      return former;
    } catch (IOException | RuntimeException e) {
      if (zip != null) {
        zip.close();
      }
      throw e;
    }
  }

  JsonNode manifest() {
    return manifest;
  }

  /** What tells which package it is. */
  ObjectNode described() {
    ObjectNode json = Json.object();
    for (String member : List.of("name", "created_at", "version", "rows")) {
      json.set(member, manifest.path(member));
    }
    return json;
  }

  Rules rules() {
    return Rules.read(manifest.path("rules"));
  }

  Lines lines() throws IOException {
    return new Lines();
  }

  @Override
  public void close() throws IOException {
    if (zip != null) {
      zip.close();
    }
  }

  private void check(String format) {
    String other = manifest.path("format").asText();
    if (!other.equals(format)) {
      throw new IllegalArgumentException(
          "against must be a package of the format " + format + ", and is one of " + other);
    }
    if (!Files.exists(root.resolve(Decisions.PATH))) {
      throw new IllegalArgumentException("against has no " + Decisions.PATH + " to compare with");
    }
    try {
      rules();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the manifest of against cannot be read: " + e.getMessage(), e);
    }
  }

  private static FileSystem zip(Path path) throws IOException {
    try {
      return FileSystems.newFileSystem(path);
    } catch (ProviderNotFoundException | ZipException e) {
      throw new IllegalArgumentException("against must be a folder or a zip of a package", e);
    }
  }

  private static JsonNode manifest(Path root) throws IOException {
    Path file = root.resolve("manifest.json");
    if (!Files.exists(file)) {
      throw new IllegalArgumentException("against is no package: it has no manifest.json");
    }
    JsonNode manifest = Json.read(Files.readString(file));
    if (!manifest.isObject()) {
      throw new IllegalArgumentException("the manifest.json of against is no JSON object");
    }
    return manifest;
  }

  /** The decisions, line by line; at the end it is known whether they are what was written. */
  final class Lines implements Cursor {
    private final DigestInputStream digested =
        new DigestInputStream(
            Files.newInputStream(root.resolve(Decisions.PATH)), TextHash.sha256());

    private final BufferedReader lines =
        new BufferedReader(new InputStreamReader(digested, StandardCharsets.UTF_8));

    private String last = "";

    Lines() throws IOException {}

    @Override
    public Entry next() throws IOException {
      String line = lines.readLine();
      if (line == null) {
        checkDigest();
        return null;
      }
      JsonNode json = Json.read(line);
      String key = Decisions.key(json.path("thread").asText(), json.path("about").asText(""));
      if (key.compareTo(last) < 0) {
        throw damaged();
      }
      last = key;
      return new Entry(key, line);
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }

    private void checkDigest() throws IOException {
      String found = HexFormat.of().formatHex(digested.getMessageDigest().digest());
      for (JsonNode file : manifest.path("files")) {
        if (file.path("path").asText().equals(Decisions.PATH)
            && !file.path("sha256").asText().equals(found)) {
          throw damaged();
        }
      }
    }

    private IllegalArgumentException damaged() {
      return new IllegalArgumentException(
          "against is damaged: " + Decisions.PATH + " is not what its manifest tells");
    }
  }
}
