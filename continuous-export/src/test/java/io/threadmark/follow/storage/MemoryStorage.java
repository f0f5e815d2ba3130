package io.threadmark.follow.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;

/** Files in memory, for what is tried a thousand times. */
public class MemoryStorage implements Storage {
  private final SortedMap<String, byte[]> files = new ConcurrentSkipListMap<>();

  @Override
  public List<String> list(String folder) {
    return files.keySet().stream().filter(path -> path.startsWith(folder)).toList();
  }

  @Override
  public InputStream open(String path) throws NoSuchFileException {
    byte[] content = files.get(path);
    if (content == null) {
      throw new NoSuchFileException(path);
    }
    return new ByteArrayInputStream(content);
  }

  @Override
  public void put(String path, Path file) throws IOException {
    files.put(path, Files.readAllBytes(file));
  }

  @Override
  public boolean create(String path, byte[] content) {
    return files.putIfAbsent(path, content.clone()) == null;
  }

  @Override
  public void delete(String path) {
    files.remove(path);
  }

  @Override
  public void sweepUnfinished(Predicate<String> whose) {}

  @Override
  public String address() {
    return "memory";
  }

  @Override
  public void close() {}
}
