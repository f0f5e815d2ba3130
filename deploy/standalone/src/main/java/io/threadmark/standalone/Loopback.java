package io.threadmark.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Ports of this machine's loopback address, which is the only one that {@code dev} opens. */
final class Loopback {
  static final String HOST = "127.0.0.1";

  private static final int CONNECT_MILLIS = 500;

  private Loopback() {}

  /** Whether something listens there. */
  static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether a server could listen there. */
  static boolean free(int port) {
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

  /** So many ports on which nothing listens, all different. */
  static List<Integer> freePorts(int count) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, address()));
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on " + HOST, e);
    } finally {
      held.forEach(Loopback::release);
    }
  }

  /** The address itself. */
  static InetAddress address() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  private static void release(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
