package io.threadmark.processor.erasure.rows;

import io.threadmark.processor.store.RowKey;
import io.threadmark.schema.Key;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names what was erased without its id: HMAC-SHA256 (RFC 2104) over the key's text, cut to 128
 * bits, in hexadecimal. Without the secret nobody can try ids against it.
 */
public final class SubjectHash {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 16;

  /** What it is keyed with where there is no secret, always the same. */
  private static final String NO_SECRET = "threadmark";

  private final Mac keyed;

  /**
   * @param secret the same for all processors, and for as long as anything must stay erased; empty
   *     for a word that everybody knows
   */
  public SubjectHash(String secret) {
    byte[] key = (secret.isEmpty() ? NO_SECRET : secret).getBytes(StandardCharsets.UTF_8);
    try {
      keyed = Mac.getInstance(ALGORITHM);
      keyed.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /** The hash of what a key names. */
  public String of(byte[] key) {
    return hex(key);
  }

  /** The hash of what a key names. */
  public String of(Key key) {
    return hex(key.bytes());
  }

  /** The hash of a message of a thread. */
  public String of(byte[] threadKey, String messageId) {
    return hex(RowKey.of(threadKey).text(messageId).bytes());
  }

  /** One of its own for another thread. */
  public SubjectHash copy() {
    try {
      return new SubjectHash((Mac) keyed.clone());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  private SubjectHash(Mac keyed) {
    this.keyed = keyed;
  }

  private String hex(byte[] text) {
    return HexFormat.of().formatHex(Arrays.copyOf(keyed.doFinal(text), BYTES));
  }
}
