package io.threadmark.schema.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS towards the registry, by the names that Confluent's clients use: {@code
 * schema.registry.ssl.truststore.location}, {@code .password}, {@code .type} and the same of {@code
 * keystore}, with {@code schema.registry.ssl.key.password}.
 */
final class RegistryTls {
  private static final String PREFIX = "schema.registry.ssl.";

  private RegistryTls() {}

  /** The context that the settings ask for; the platform's own where they ask for nothing. */
  static SSLContext context(Map<String, ?> config) {
    try {
      TrustManager[] trusted = null;
      KeyManager[] own = null;
      if (config.get(PREFIX + "truststore.location") != null) {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store(config, "truststore"));
        trusted = factory.getTrustManagers();
      }
      if (config.get(PREFIX + "keystore.location") != null) {
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        Object keyPassword = config.get(PREFIX + "key.password");
        factory.init(
            store(config, "keystore"),
            keyPassword == null
                ? password(config, "keystore")
                : keyPassword.toString().toCharArray());
        own = factory.getKeyManagers();
      }
      if (trusted == null && own == null) {
        return SSLContext.getDefault();
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own, trusted, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("the settings under " + PREFIX + " do not work: " + e, e);
    }
  }

  private static KeyStore store(Map<String, ?> config, String which)
      throws GeneralSecurityException, IOException {
    Object type = config.get(PREFIX + which + ".type");
    KeyStore store = KeyStore.getInstance(type == null ? "PKCS12" : type.toString());
    Path location = Path.of(config.get(PREFIX + which + ".location").toString());
    try (InputStream in = Files.newInputStream(location)) {
      store.load(in, password(config, which));
    }
    return store;
  }

  private static char[] password(Map<String, ?> config, String which) {
    Object password = config.get(PREFIX + which + ".password");
    return password == null ? null : password.toString().toCharArray();
  }
}
