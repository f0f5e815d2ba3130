package io.threadmark.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port that nothing listens on, for servers that come and go.
 *
 * <p>It is below those that systems give to outgoing connections (from 32768 on Linux, 49152
 * elsewhere), as such a connection could take the port of a server that is about to start. A client
 * that tries again and again can even connect to itself there.
 *
 * <p>Where tests run in several JVMs at a time, the system property {@code threadmark.fork} numbers
 * them from 1 on; each has ports of its own, as one could take what the other is about to use.
 */
public final class FreePort {
  private static final int FIRST = 12_000;
  private static final int END = 32_000;
  private static final int FORKS = 4;
  private static final int FORK = Integer.getInteger("threadmark.fork", 0) % FORKS;

  private FreePort() {}

  public static int any() {
    while (true) {
      int port = FORKS * ThreadLocalRandom.current().nextInt(FIRST / FORKS, END / FORKS) + FORK;
      if (free(port)) {
        return port;
      }
    }
  }

  private static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
