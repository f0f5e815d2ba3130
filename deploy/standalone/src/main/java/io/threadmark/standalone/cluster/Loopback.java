package io.threadmark.standalone.cluster;

import io.threadmark.standalone.cli.CommandFailedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of this machine's loopback address, which is the only one that {@code dev} opens. */
public final class Loopback {
  public static final String HOST = "127.0.0.1";

  private static final int CONNECT_MILLIS = 500;
  private static final int FIRST_PORT = 12_000;
  private static final int END_OF_PORTS = 32_000;
  private static final int PORTS_TRIED = 10_000;

  private Loopback() {}

  /** Whether something listens there. */
  public static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether a server could listen there. */
  public static boolean free(int port) {
    // A listener on all addresses does not keep every system from giving out this one as well.
    if (answers(port)) {
      return false;
    }
    try (ServerSocket probe = new ServerSocket(port, 1, address())) {
      return probe.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * So many ports on which nothing listens, all different.
   *
   * <p>They are below those that systems give to outgoing connections (from 32768 on Linux, 49152
   * elsewhere): between the choice and the server's start, no connection can take one.
   *
   * @throws CommandFailedException where too few are free
   */
  public static List<Integer> freePorts(int count) {
    List<Integer> ports =
        ThreadLocalRandom.current()
            .ints(FIRST_PORT, END_OF_PORTS)
            .limit(PORTS_TRIED)
            .distinct()
            .filter(Loopback::free)
            .limit(count)
            .boxed()
            .toList();
    if (ports.size() < count) {
      throw new CommandFailedException("no free port on " + HOST);
    }
    return ports;
  }

  /** The address itself. */
  public static InetAddress address() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }
}
