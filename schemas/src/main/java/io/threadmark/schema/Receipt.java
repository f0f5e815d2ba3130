package io.threadmark.schema;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a receipt says: the statements that were acknowledged, each by what it is about and its
 * stamp. Whoever waits for one asks the owner of each thing until it holds that stamp or a greater
 * one; no offsets, so it is the same over any number of hops.
 *
 * @param project whose statements they are
 * @param statements in the order in which they came
 */
public record Receipt(String project, List<Statement> statements) {

  /** What a statement is about. */
  public enum Subject {
    TRACE,
    MESSAGE,
    THREAD,
    FEEDBACK,
    SPAN
  }

  /**
   * One acknowledged statement.
   *
   * @param id the trace's, thread's or feedback's id; for a message its thread's, for a span its
   *     trace's
   * @param messageId the id of the message, or of the span; null for other subjects
   * @param stamp the statement's stamp
   */
  public record Statement(Subject subject, String id, String messageId, Stamp stamp) {}

  /**
   * Characters of the longest receipt that a request can lead to. Its body holds up to 10 MiB of
   * ids; what a statement has beside them, of which only the hash does not compress, is less than
   * what an event has beside its id.
   */
  public static final int MOST_CHARS = 14 * 1024 * 1024;

  /** Compressed, as receipts for many statements are. */
  private static final int PACKED = 1;

  /** As it is: to compress one statement would take longer than all else that is done for it. */
  private static final int PLAIN = 2;

  private static final int PACKED_FROM_STATEMENTS = 4;

  /** The place of a subject here is its code in receipts. */
  private static final List<Subject> SUBJECTS =
      List.of(Subject.TRACE, Subject.MESSAGE, Subject.THREAD, Subject.FEEDBACK, Subject.SPAN);

  private static final int SIGNATURE_BYTES = 16;

  /** Bytes of an id, which a prefix may make longer than those of clients are. */
  private static final int MOST_TEXT_BYTES = 2 * Math.max(Limits.ID_BYTES, Limits.NAME_BYTES);

  private static final String ALGORITHM = "HmacSHA256";

  public Receipt {
    statements = List.copyOf(statements);
  }

  /** The receipt as a client carries it: opaque, signed, safe in a URL and in a header. */
  public String sign(byte[] secret) {
    byte[] body = write();
    byte[] signed = Arrays.copyOf(body, body.length + SIGNATURE_BYTES);
    System.arraycopy(signature(body, body.length, secret), 0, signed, body.length, SIGNATURE_BYTES);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
  }

  /**
   * Reads a receipt that a client brought back.
   *
   * @throws IllegalArgumentException where it is not one of ours
   */
  public static Receipt verify(String text, byte[] secret) {
    if (text.length() > MOST_CHARS) {
      throw new IllegalArgumentException("not a receipt");
    }
    byte[] signed;
    try {
      signed = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not a receipt", e);
    }
    int length = signed.length - SIGNATURE_BYTES;
    if (length <= 0
        || !MessageDigest.isEqual(
            signature(signed, length, secret), Arrays.copyOfRange(signed, length, signed.length))) {
      throw new IllegalArgumentException("not a receipt");
    }
    try {
      return read(Arrays.copyOf(signed, length));
    } catch (IOException e) {
      throw new IllegalArgumentException("not a receipt", e);
    }
  }

  private byte[] write() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean packed = statements.size() >= PACKED_FROM_STATEMENTS;
    bytes.write(packed ? PACKED : PLAIN);
    try (DataOutputStream out =
        new DataOutputStream(packed ? new DeflaterOutputStream(bytes) : bytes)) {
      writeText(out, project);
      out.writeInt(statements.size());
      for (Statement statement : statements) {
        out.writeByte(SUBJECTS.indexOf(statement.subject));
        writeText(out, statement.id);
        if (isPart(statement.subject)) {
          writeText(out, statement.messageId);
        }
        out.writeLong(Micros.of(statement.stamp.getEventTime()));
        out.writeLong(statement.stamp.getRevision());
        ByteBuffer hash = statement.stamp.getContentHash().duplicate();
        byte[] hashBytes = new byte[hash.remaining()];
        hash.get(hashBytes);
        out.writeByte(hashBytes.length);
        out.write(hashBytes);
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private static Receipt read(byte[] body) throws IOException {
    if (body[0] != PACKED && body[0] != PLAIN) {
      throw new IOException("unknown version");
    }
    InputStream bytes = new ByteArrayInputStream(body, 1, body.length - 1);
    try (DataInputStream in =
        new DataInputStream(body[0] == PACKED ? new InflaterInputStream(bytes) : bytes)) {
      String project = readText(in);
      int count = in.readInt();
      if (count < 0 || count > Limits.EVENTS) {
        throw new IOException("too many statements");
      }
      List<Statement> statements = new ArrayList<>();
      String last = "";
      for (int i = 0; i < count; i++) {
        Subject subject = SUBJECTS.get(in.readByte());
        String id = readText(in);
        id =
            id.equals(last)
                ? last
                : id; // all messages of a thread have its id, all spans a trace's
        last = id;
        String messageId = isPart(subject) ? readText(in) : null;
        Stamp stamp = new Stamp();
        stamp.setEventTime(Micros.toInstant(in.readLong()));
        stamp.setRevision(in.readLong());
        stamp.setContentHash(ByteBuffer.wrap(in.readNBytes(in.readUnsignedByte())));
        statements.add(new Statement(subject, id, messageId, stamp));
      }
      return new Receipt(project, statements);
    }
  }

  /** Whether it is named by what it is a part of, and its own id. */
  private static boolean isPart(Subject subject) {
    return subject == Subject.MESSAGE || subject == Subject.SPAN;
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeShort(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    int length = in.readUnsignedShort();
    if (length > MOST_TEXT_BYTES) {
      throw new IOException("too long an id");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private static byte[] signature(byte[] body, int length, byte[] secret) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      mac.update(body, 0, length);
      return Arrays.copyOf(mac.doFinal(), SIGNATURE_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
