package io.threadmark.standalone.cluster;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the address of a gateway. */
public final class GatewayAddress implements ITypeConverter<URI> {

  /**
   * Reads one.
   *
   * @throws TypeConversionException where it is something else. The text is not repeated: an
   *     address may hold a password.
   */
  @Override
  public URI convert(String text) {
    try {
      URI address = new URI(text);
      if (address.getHost() != null && Set.of("http", "https").contains(address.getScheme())) {
        return address;
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw new TypeConversionException("must be an http address, such as http://127.0.0.1:8080");
  }
}
