package io.threadmark.gateway.access;

import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.gateway.settings.GatewaySettings;
import io.threadmark.schema.project.ProjectHeader;
import io.threadmark.schema.rule.TextRule;
import io.vertx.core.MultiMap;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.Set;

/**
 * Access without keys: whoever reaches the gateway may do everything in every project, so only
 * programs of the same machine may reach it.
 */
public final class OpenAccess implements Access {
  private static final String DEFAULT_PROJECT = "default";

  /** What is decoded in the place of bytes that are not UTF-8. */
  private static final char NOT_UTF_8 = 0xFFFD;

  private static final Set<Scope> EVERYTHING = Set.copyOf(EnumSet.allOf(Scope.class));

  @Override
  public Grant admit(MultiMap headers) throws RequestRefused {
    String header = headers.get(ProjectHeader.NAME);
    return new Grant(header == null ? DEFAULT_PROJECT : project(header), EVERYTHING);
  }

  @Override
  public Grant in(String project, Grant grant) {
    return new Grant(project, EVERYTHING);
  }

  @Override
  public boolean isOpen() {
    return true;
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
    String problem = project.indexOf(NOT_UTF_8) >= 0 ? "must be UTF-8" : TextRule.ofId(project);
    if (problem != null) {
      throw new RequestRefused(ErrorCode.INVALID_FIELD, ProjectHeader.NAME, problem);
    }
    return project;
  }
}
