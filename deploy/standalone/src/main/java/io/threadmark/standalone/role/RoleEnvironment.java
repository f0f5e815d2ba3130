package io.threadmark.standalone.role;

/** What the help of a role says about its settings. */
final class RoleEnvironment {
  static final String TEXT =
      "The environment sets it up (THREADMARK_KAFKA_BOOTSTRAP_SERVERS,"
          + " THREADMARK_SCHEMA_REGISTRY_URL, and others that docs/operations.md lists), or the"
          + " properties file that THREADMARK_CONFIG names. Where a setting is missing or wrong, the"
          + " exit status is 2.";

  private RoleEnvironment() {}
}
