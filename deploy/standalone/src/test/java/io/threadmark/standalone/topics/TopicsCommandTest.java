package io.threadmark.standalone.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.standalone.cli.Execution;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsCommandTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"create --partitions 12", "--partitions 12 create"})
  void takesOptionsOnBothSidesOfTheAction(String line) {
    TopicsCommand topics = Execution.parsed(new TopicsCommand(), line);

    assertThat(topics.partitions()).contains(12);
    assertThat(topics.data().isNamed()).isFalse();
    assertThat(topics.data().endpoints())
        .isEqualTo(Path.of(".threadmark/endpoints.json").toAbsolutePath());
  }

  @ParameterizedTest
  @ValueSource(strings = {"create --data %s", "--data %s describe", "describe --data=%s"})
  void goesToTheClusterThatIsNamed(String line) {
    Execution failed = Execution.of(new TopicsCommand(), line.formatted(folder));

    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.errors())
        .isEqualTo(
            "threadmark: no 'threadmark dev' runs here: there is no %s\n"
                .formatted(folder.resolve("endpoints.json")));
  }

  @Test
  void takesOneAction() {
    assertThat(refused(""))
        .startsWith("threadmark: topics takes one of create and describe\n")
        .endsWith("See 'bin/threadmark --help'.\n");
    assertThat(refused("delete"))
        .startsWith(
            "threadmark: unknown command 'delete'; topics takes one of create and describe\n");
    assertThat(refused("descirbe"))
        .startsWith("threadmark: unknown command 'descirbe'; did you mean describe?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create here",
        "create --partitions 0",
        "create --partitions 10001",
        "create --replicas 0",
        "create --replicas 32768",
        "create --replica 3",
        "create describe"
      })
  void refusesWhatItDoesNotUnderstand(String line) {
    assertThat(refused(line))
        .startsWith("threadmark: ")
        .endsWith("See 'bin/threadmark create --help'.\n");
  }

  private static String refused(String line) {
    Execution refused = Execution.of(new TopicsCommand(), line);
    assertThat(refused.status()).as(refused.errors()).isEqualTo(2);
    assertThat(refused.output()).isEmpty();
    return refused.errors();
  }
}
