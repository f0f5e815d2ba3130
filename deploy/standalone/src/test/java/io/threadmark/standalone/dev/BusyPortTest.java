package io.threadmark.standalone.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.standalone.cluster.Loopback;
import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class BusyPortTest {

  @Test
  void isNamedWithItsHolderAndTheRemedy() throws IOException {
    try (ServerSocket busy = new ServerSocket(0, 1, Loopback.address())) {
      assertThatThrownBy(() -> DevCommand.requireFree(busy.getLocalPort()))
          .isInstanceOf(CommandFailedException.class)
          .hasMessageStartingWith("port %d is in use".formatted(busy.getLocalPort()))
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining("--port N");
    }
  }

  @Test
  void isOneThatIsTakenOnEveryAddress() throws IOException {
    try (ServerSocket busy = new ServerSocket(0)) {
      assertThat(Loopback.free(busy.getLocalPort())).isFalse();
    }
  }

  @Test
  void freePortsAreFreeAndDifferent() {
    assertThat(Loopback.freePorts(3)).doesNotHaveDuplicates().allMatch(Loopback::free);
    assertThatCode(() -> DevCommand.requireFree(0)).doesNotThrowAnyException();
  }
}
