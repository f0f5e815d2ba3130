package io.threadmark.gateway.body;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds the bytes of all requests in hand: of bodies, and of large answers. */
public final class InFlightBytes {
  private final long limit;
  private final AtomicLong held = new AtomicLong();

  public InFlightBytes(long limit) {
    this.limit = limit;
  }

  /** Bytes that are held now. */
  public long held() {
    return held.get();
  }

  /** A share for one request, of no bytes yet. */
  public Share share() {
    return new Share();
  }

  /** What one request holds. One thread at a time uses it. */
  public final class Share {
    private long bytes;

    private Share() {}

    /**
     * Holds so many bytes from now on.
     *
     * @return false where there is no room, so that as many are held as before
     */
    public boolean resize(long wanted) {
      long more = wanted - bytes;
      if (held.addAndGet(more) > limit && more > 0) {
        held.addAndGet(-more);
        return false;
      }
      bytes = wanted;
      return true;
    }

    /** Gives all back. May be called again. */
    public void release() {
      resize(0);
    }
  }
}
