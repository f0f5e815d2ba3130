package io.threadmark.follow.manifest;

import io.threadmark.follow.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The manifests of an export. A new one is made only if there is none of its number, so of several
 * processes that go on from the same one, one does.
 */
public final class ManifestChain {
  /** How many of the newest stay, for those who read the former one. */
  static final int KEPT = 20;

  private static final String FOLDER = "_manifest/";
  private static final Pattern FORM = Pattern.compile("_manifest/(\\d{20})\\.json");
  private static final int TRIES = 10;

  private final Storage storage;

  public ManifestChain(Storage storage) {
    this.storage = storage;
  }

  /** Where a manifest is. */
  static String path(long sequence) {
    return FOLDER + "%020d.json".formatted(sequence);
  }

  /** The newest; empty where nothing was exported yet. */
  public Optional<Manifest> newest() throws IOException {
    NoSuchFileException gone = null;
    for (int tried = 0; tried < TRIES; tried++) {
      OptionalLong newest = newestOf(storage.list(FOLDER));
      if (newest.isEmpty()) {
        return Optional.empty();
      }
      String path = path(newest.getAsLong());
      try (InputStream in = storage.open(path)) {
        return Optional.of(ManifestJson.read(path, in.readAllBytes()));
      } catch (NoSuchFileException e) {
        gone = e; // so many newer ones have come meanwhile
      }
    }
    throw gone;
  }

  /**
   * Makes a manifest the newest.
   *
   * @return whether it is; where not, another process made one of that number
   */
  public boolean commit(Manifest manifest) throws IOException {
    byte[] bytes = ManifestJson.bytes(manifest);
    String path = path(manifest.sequence());
    if (!storage.create(path, bytes) && !isThere(path, bytes)) {
      return false;
    }
    List<String> all = storage.list(FOLDER);
    long newest = newestOf(all).orElse(manifest.sequence());
    if (newest >= manifest.sequence() + KEPT) {
      return false; // who slept so long has taken a number that was free again
    }
    for (String old : all) {
      OptionalLong sequence = sequence(old);
      if (sequence.isPresent() && sequence.getAsLong() <= newest - KEPT) {
        storage.delete(old);
      }
    }
    return true;
  }

  /**
   * Tries whether the storage makes a file only where there is none: there are servers that do not
   * know the condition and overwrite.
   *
   * @throws ExportRefusedException where it does not
   */
  public void requireFencing(Manifest committed) throws IOException {
    if (storage.create(path(committed.sequence()), ManifestJson.bytes(committed))) {
      throw new ExportRefusedException(
          storage.address()
              + " overwrites a file that is to be made only where there is none (If-None-Match: *),"
              + " so two processes could export to it at once: an export needs another server");
    }
  }

  /** Whether it was ours after all, and only the answer got lost. */
  private boolean isThere(String path, byte[] bytes) throws IOException {
    try (InputStream in = storage.open(path)) {
      return Arrays.equals(in.readAllBytes(), bytes);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static OptionalLong newestOf(List<String> paths) {
    return paths.stream()
        .map(ManifestChain::sequence)
        .filter(OptionalLong::isPresent)
        .mapToLong(OptionalLong::getAsLong)
        .max();
  }

  private static OptionalLong sequence(String path) {
    Matcher name = FORM.matcher(path);
    return name.matches() ? OptionalLong.of(Long.parseLong(name.group(1))) : OptionalLong.empty();
  }
}
