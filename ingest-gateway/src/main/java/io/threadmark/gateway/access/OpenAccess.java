package io.threadmark.gateway.access;

import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.gateway.settings.GatewaySettings;
import io.threadmark.schema.Limits;
import io.threadmark.schema.project.ProjectHeader;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;

/**
 * Access without keys: whoever reaches the gateway may do everything in every project, so only
 * programs of the same machine may reach it.
 */
public final class OpenAccess implements Access {
  private static final String DEFAULT_PROJECT = "default";
  private static final Set<Scope> EVERYTHING = Set.copyOf(EnumSet.allOf(Scope.class));

  @Override
  public Grant admit(HttpServerRequest request) throws RequestRefused {
    String header = request.getHeader(ProjectHeader.NAME);
    return new Grant(header == null ? DEFAULT_PROJECT : project(header), EVERYTHING);
  }

  @Override
  public void checkAddress(InetAddress address) {
    if (!address.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          GatewaySettings.HOST.environmentName()
              + " is "
              + address.getHostAddress()
              + ", which other machines can reach, and no keys are configured: without keys the"
              + " gateway listens on a loopback address only, such as 127.0.0.1");
    }
  }

  private static String project(String header) throws RequestRefused {
    String project = ProjectHeader.decode(header);
    boolean fits =
        !project.isEmpty()
            && project.getBytes(StandardCharsets.UTF_8).length <= Limits.ID_BYTES
            && project.chars().noneMatch(c -> Character.isISOControl(c) || c == 0xFFFD);
    if (!fits) {
      throw new RequestRefused(
          ErrorCode.INVALID_FIELD,
          ProjectHeader.NAME,
          "must have 1 to 256 bytes of UTF-8 and no control characters");
    }
    return project;
  }
}
