package io.threadmark.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProductVersionTest {

  @Test
  void isThatOfTheBuild() throws IOException {
    assertThat(new ProductVersion().getVersion())
        .singleElement()
        .asString()
        .matches("threadmark \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
  }
}
