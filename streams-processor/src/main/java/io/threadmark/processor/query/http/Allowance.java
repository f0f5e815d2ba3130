package io.threadmark.processor.query.http;

import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.store.Holding;

/**
 * Bytes that all requests together may hold. Whoever is alone may hold what it needs, so that
 * nothing is turned away for ever; what one request may need is bounded elsewhere.
 */
public final class Allowance {
  private final long most;
  private long held;

  public Allowance(long most) {
    this.most = most;
  }

  /** A part of the heap, but no more than some bytes. */
  public static Allowance ofHeap(int part, long most) {
    return new Allowance(Math.min(Runtime.getRuntime().maxMemory() / part, most));
  }

  /** A share for one request, of no bytes yet. */
  public Share share() {
    return new Share();
  }

  /** Bytes that are held now. */
  public synchronized long held() {
    return held;
  }

  private synchronized boolean isTaken(long of, long more) {
    if (more > 0 && held > of && held + more > most) {
      return false;
    }
    held += more;
    return true;
  }

  /** What one request holds. */
  public final class Share implements Holding, AutoCloseable {
    private long bytes;
    private boolean closed;

    private Share() {}

    /**
     * Holds more.
     *
     * @throws NotAvailableException where there is no room
     */
    @Override
    public synchronized void add(long more) {
      if (closed || !isTaken(bytes, more)) {
        throw new NotAvailableException("there is too much in hand at the moment; ask again later");
      }
      bytes += more;
    }

    /** Gives all back; nothing more can be held. May be called again. */
    @Override
    public synchronized void close() {
      isTaken(bytes, -bytes);
      bytes = 0;
      closed = true;
    }
  }
}
