package io.threadmark.standalone.dev;

import java.nio.file.Path;
import java.util.List;

/** How this machine's Java is started, and what it must be told. */
final class JavaCommand {
  private static final int WARNS_OF_UNSAFE = 24;

  private JavaCommand() {}

  /** The java command that runs this JVM. */
  static String path() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Flags that this version of Java needs. */
  static List<String> versionFlags() {
    return versionFlags(Runtime.version().feature());
  }

  /** From 24 on, Java warns of the memory access that Netty, Scala and RocksDB's loader need. */
  static List<String> versionFlags(int version) {
    return version < WARNS_OF_UNSAFE
        ? List.of()
        : List.of(
            "--sun-misc-unsafe-memory-access=allow",
            "-Dio.netty.noUnsafe=false",
            "--enable-native-access=ALL-UNNAMED");
  }
}
