package io.threadmark.standalone.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class TemporaryTopicConfigTest {

  @Test
  void whatTheTopicHadItHasAgain() {
    assertThat(afterwards("3600000", "1", null)).contains("3600000");
    assertThat(afterwards("LogAppendTime", "CreateTime", "LogAppendTime"))
        .contains("LogAppendTime");
  }

  @Test
  void whatTheTopicDidNotHaveItHasNotAfterwards() {
    assertThat(afterwards(null, "1", null)).isEmpty();
    assertThat(afterwards(null, "CreateTime", "LogAppendTime")).isEmpty();
  }

  @Test
  void whatOneLeftThatWasKilledIsNotKept() {
    assertThat(afterwards("1", "1", null)).isEmpty();
    assertThat(afterwards("CreateTime", "CreateTime", "LogAppendTime")).contains("LogAppendTime");
  }

  private static Optional<String> afterwards(String before, String meanwhile, String usual) {
    return TemporaryTopicConfig.valueAfterwards(
        Optional.ofNullable(before), meanwhile, Optional.ofNullable(usual));
  }
}
