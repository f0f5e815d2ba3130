package io.threadmark.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP proxy on loopback, whose answers can be made late or held back. */
public final class SlowLink implements AutoCloseable {
  private final ServerSocket server;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private Duration delay = Duration.ZERO;
  private boolean stalled;

  /** A link to a port on loopback; nothing need listen there yet. */
  public SlowLink(int target) {
    this.target = target;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    inBackground(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** Each piece of an answer is this late from now on. */
  public synchronized void delayAnswers(Duration by) {
    delay = by;
  }

  /** No answer goes through until the link is released. */
  public synchronized void stall() {
    stalled = true;
  }

  public synchronized void release() {
    stalled = false;
    notifyAll();
  }

  @Override
  public void close() {
    release();
    closeQuietly(server);
    open.forEach(SlowLink::closeQuietly);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        open.add(client);
        inBackground(() -> connect(client));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void connect(Socket client) {
    try (client;
        Socket broker = new Socket(InetAddress.getLoopbackAddress(), target)) {
      open.add(broker);
      inBackground(() -> pass(client, broker, false));
      pass(broker, client, true);
      open.remove(broker);
    } catch (IOException e) {
      // the other side sees the end
    } finally {
      open.remove(client);
    }
  }

  private void pass(Socket from, Socket to, boolean answers) {
    byte[] piece = new byte[16 * 1024];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
        if (answers) {
          holdBack();
        }
        out.write(piece, 0, length);
      }
    } catch (IOException e) {
      // the other side sees the end
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void holdBack() throws InterruptedException {
    long deadline = System.nanoTime() + delay.toNanos();
    long left = delay.toMillis();
    while (stalled || left > 0) {
      wait(stalled ? 0 : left);
      left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
    }
  }

  private static void inBackground(Runnable task) {
    Thread thread = new Thread(task, "slow-link");
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      // it is the end anyway
    }
  }
}
