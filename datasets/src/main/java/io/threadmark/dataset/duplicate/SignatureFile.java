package io.threadmark.dataset.duplicate;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Signatures on disk, each found by its number. */
final class SignatureFile implements Closeable {
  private static final int BUFFERED = 256;

  private final Path file;
  private final FileChannel channel;
  private final int bytes;
  private final ByteBuffer unwritten;

  SignatureFile(Path file, int length) throws IOException {
    this.file = file;
    this.bytes = length * Integer.BYTES;
    this.unwritten = ByteBuffer.allocate(bytes * BUFFERED);
    this.channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
  }

  void add(int[] signature) throws IOException {
    if (unwritten.remaining() < bytes) {
      flush();
    }
    for (int hash : signature) {
      unwritten.putInt(hash);
    }
  }

  int[] read(int number) throws IOException {
    flush();
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    long from = (long) number * bytes;
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, from + buffer.position()) < 0) {
        throw new IOException("the file of signatures is too short");
      }
    }
    int[] signature = new int[bytes / Integer.BYTES];
    buffer.flip().asIntBuffer().get(signature);
    return signature;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }

  private void flush() throws IOException {
    unwritten.flip();
    while (unwritten.hasRemaining()) {
      channel.write(unwritten);
    }
    unwritten.clear();
  }
}
