package io.threadmark.schema.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What gateways and processors know each other by. There may be several, so that one can take the
 * place of another while all goes on: the first is shown, each is accepted. It is never written
 * anywhere.
 */
public final class InternalSecret {
  /** The secrets themselves. */
  public static final Setting<String> SECRETS =
      Setting.text(
          "internal.secret",
          "",
          "what gateways and processors know each other by, at least 32 characters; several between commas: the first is shown, all are accepted; empty for none");

  /** Where they are, for those who keep secrets in files. */
  public static final Setting<String> FILE =
      Setting.text("internal.secret.file", "", "a file that holds internal.secret, in its place");

  /** The HTTP header that shows it. */
  public static final String HEADER = "Authorization";

  /** There is none. */
  public static final InternalSecret NONE = new InternalSecret(List.of());

  private static final Pattern SECRET = Pattern.compile("[!-+\\--~]{32,1024}");
  private static final String SCHEME = "Bearer ";
  private static final String ALGORITHM = "HmacSHA256";

  private final List<String> secrets;

  private InternalSecret(List<String> secrets) {
    this.secrets = secrets;
  }

  /**
   * The secret that settings tell, or a file that they name.
   *
   * @throws IllegalArgumentException where it is too short, or the file cannot be read; the message
   *     does not tell it
   */
  public static InternalSecret of(Settings settings) {
    String given = settings.get(SECRETS).strip();
    String file = settings.get(FILE);
    if (file.isEmpty()) {
      return given.isEmpty() ? NONE : parse(given, SECRETS);
    }
    if (!given.isEmpty()) {
      throw new IllegalArgumentException(
          SECRETS.environmentName() + " and " + FILE.environmentName() + " are both set");
    }
    try {
      return parse(Files.readString(Path.of(file)).strip(), FILE);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          FILE.environmentName() + " names a file that cannot be read: " + file, e);
    }
  }

  /** Whether there is one. */
  public boolean isSet() {
    return !secrets.isEmpty();
  }

  /** What is shown in {@link #HEADER}; empty where there is no secret. */
  public Optional<String> authorization() {
    return secrets.stream().findFirst().map(secret -> SCHEME + secret);
  }

  /**
   * Whether what somebody shows is a secret; whatever it is, where there is none. How long that
   * takes tells nothing of the secrets.
   *
   * @param shown null for nothing
   */
  public boolean accepts(String shown) {
    if (!isSet()) {
      return true;
    }
    byte[] given = bytes(shown == null ? "" : shown);
    boolean accepted = false;
    for (String secret : secrets) {
      accepted |= MessageDigest.isEqual(bytes(SCHEME + secret), given);
    }
    return accepted;
  }

  /**
   * Keys that are made from the secrets for a purpose, the one to use first; none where there is no
   * secret. Who learns one learns neither the secret nor the key of another purpose.
   */
  public List<byte[]> keysFor(String purpose) {
    return secrets.stream().map(secret -> hmac(bytes(secret), bytes(purpose))).toList();
  }

  @Override
  public String toString() {
    return isSet() ? "a secret" : "no secret";
  }

  private static InternalSecret parse(String text, Setting<String> setting) {
    List<String> secrets = Arrays.stream(text.split("[,\\s]+")).toList();
    if (secrets.stream().allMatch(secret -> SECRET.matcher(secret).matches())) {
      return new InternalSecret(secrets);
    }
    throw new IllegalArgumentException(
        setting.environmentName()
            + " must have secrets of 32 to 1,024 letters, digits and signs of ASCII, between commas"
            + " or white space");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] hmac(byte[] key, byte[] text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
