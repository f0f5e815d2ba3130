package io.threadmark.follow.manifest;

import io.threadmark.dataset.json.TextHash;
import java.time.Instant;
import java.util.HexFormat;

/**
 * The truth about an export at one moment: what is not in the newest manifest is not exported.
 * Manifests are numbered, and each names the one before it.
 *
 * @param sequence its number, from 1 on
 * @param previousSha256 of the bytes of the one before it; null for the first
 * @param committedAt when it was made
 * @param writer the id of the process that follows the topic: another one that finds it changed has
 *     lost the export
 * @param compactor the id of the compaction that ran last, which is told likewise; null for none
 */
public record Manifest(
    long sequence,
    String previousSha256,
    Instant committedAt,
    String writer,
    String compactor,
    ExportSource source,
    ExportState state) {

  /** The first of an export. */
  public static Manifest first(Instant now, String writer, ExportSource source, ExportState state) {
    return new Manifest(1, null, now, writer, null, source, state);
  }

  /** The next one, which says the same. */
  public Manifest next(Instant now) {
    String digest = HexFormat.of().formatHex(TextHash.sha256().digest(ManifestJson.bytes(this)));
    return new Manifest(sequence + 1, digest, now, writer, compactor, source, state);
  }

  public Manifest withWriter(String id) {
    return new Manifest(sequence, previousSha256, committedAt, id, compactor, source, state);
  }

  public Manifest withCompactor(String id) {
    return new Manifest(sequence, previousSha256, committedAt, writer, id, source, state);
  }

  public Manifest with(ExportSource newSource, ExportState newState) {
    return new Manifest(
        sequence, previousSha256, committedAt, writer, compactor, newSource, newState);
  }

  public Manifest with(ExportState newState) {
    return with(source, newState);
  }
}
