package io.threadmark.gateway.query;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A processor whose answers a test writes byte by byte, and that sees who hangs up. */
final class HandMadeProcessor implements AutoCloseable {
  /** Answers a request, or does not. */
  interface Answering {
    void answer(String uri, OutputStream out) throws IOException;
  }

  final List<String> asked = new CopyOnWriteArrayList<>();

  /** Connections that the other side has closed. */
  final AtomicInteger hungUp = new AtomicInteger();

  final AtomicInteger connections = new AtomicInteger();

  private final ServerSocket server;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final Answering answering;

  HandMadeProcessor(Answering answering) {
    this.answering = answering;
    try {
      server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  /** An answer as it is written at once. */
  static Answering always(String json) {
    return (uri, out) ->
        out.write(
            ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                    + json.length()
                    + "\r\n\r\n"
                    + json)
                .getBytes(StandardCharsets.US_ASCII));
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        connections.incrementAndGet();
        sockets.add(socket);
        start(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String line = in.readLine();
      while (line != null) {
        String uri = line.split(" ")[1];
        int length = 0;
        for (line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
          if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
            length = Integer.parseInt(line.substring(15).strip());
          }
        }
        for (int i = 0; i < length; i++) {
          in.read();
        }
        asked.add(uri);
        answering.answer(uri, socket.getOutputStream());
        line = in.readLine();
      }
    } catch (IOException e) {
      // as if it had been closed
    }
    hungUp.incrementAndGet();
  }

  private static void start(Runnable run) {
    Thread thread = new Thread(run);
    thread.setDaemon(true);
    thread.start();
  }
}
