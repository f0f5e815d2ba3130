package io.threadmark.schema;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Names one statement by a hash of what it is about and its stamp. Gateways write it as a header of
 * the record, so that a record that cannot be read still tells which statement it was.
 */
public final class StatementName {
  /** The header's name. */
  public static final String HEADER = "threadmark-statement";

  private static final int BYTES = 16;

  private StatementName() {}

  /** The name of a statement of a project. */
  public static byte[] of(String project, Receipt.Statement statement) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(statement.subject().ordinal());
      write(out, project);
      write(out, statement.id());
      write(out, statement.messageId() == null ? "" : statement.messageId());
      out.writeLong(Micros.of(statement.stamp().getEventTime()));
      out.writeLong(statement.stamp().getRevision());
      byte[] hash = new byte[statement.stamp().getContentHash().remaining()];
      statement.stamp().getContentHash().duplicate().get(hash);
      out.write(hash);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
      return Arrays.copyOf(digest, BYTES);
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
