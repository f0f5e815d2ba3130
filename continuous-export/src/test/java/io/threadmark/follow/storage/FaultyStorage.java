package io.threadmark.follow.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** A storage of which one call, some calls from now, goes wrong, or is the moment for something. */
public final class FaultyStorage implements Storage {
  private final Storage storage;
  private int callsUntil;
  private Fault fault;
  private Runnable meanwhile;

  /** What happens to a call. */
  public enum Fault {
    /** The process dies before anything was done. */
    DIES_BEFORE,
    /** The process dies when it was done. */
    DIES_AFTER,
    /** Nothing was done. */
    FAILS,
    /** It was done, and the answer got lost. */
    ANSWER_IS_LOST
  }

  /** The process is no more; nobody catches this. */
  public static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  @FunctionalInterface
  private interface Call<T> {
    T run() throws IOException;
  }

  public FaultyStorage(Storage storage) {
    this.storage = storage;
  }

  /** After so many more calls one goes wrong. */
  public void plan(int calls, Fault next) {
    callsUntil = calls;
    fault = next;
  }

  /** After so many more calls something is done by others, before the next. */
  public void planMeanwhile(int calls, Runnable others) {
    callsUntil = calls;
    meanwhile = others;
  }

  /** All goes well from now on. */
  public void heal() {
    fault = null;
    meanwhile = null;
  }

  @Override
  public List<String> list(String folder) throws IOException {
    return call(() -> storage.list(folder));
  }

  @Override
  public InputStream open(String path) throws IOException {
    return call(() -> storage.open(path));
  }

  @Override
  public void put(String path, Path file) throws IOException {
    call(
        () -> {
          storage.put(path, file);
          return null;
        });
  }

  @Override
  public boolean create(String path, byte[] content) throws IOException {
    return call(() -> storage.create(path, content));
  }

  @Override
  public void delete(String path) throws IOException {
    call(
        () -> {
          storage.delete(path);
          return null;
        });
  }

  @Override
  public void sweepUnfinished(Predicate<String> whose) throws IOException {
    storage.sweepUnfinished(whose);
  }

  @Override
  public String address() {
    return storage.address();
  }

  @Override
  public void close() throws IOException {
    storage.close();
  }

  private <T> T call(Call<T> call) throws IOException {
    if ((fault == null && meanwhile == null) || callsUntil-- > 0) {
      return call.run();
    }
    if (meanwhile != null) {
      Runnable others = meanwhile;
      meanwhile = null;
      others.run();
      return call.run();
    }
    Fault now = fault;
    fault = null;
    if (now == Fault.DIES_BEFORE) {
      throw new Death();
    }
    if (now == Fault.FAILS) {
      throw new IOException("the storage is away");
    }
    call.run();
    if (now == Fault.DIES_AFTER) {
      throw new Death();
    }
    throw new IOException("the answer of the storage got lost");
  }
}
