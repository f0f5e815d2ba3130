package io.threadmark.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;

class TopicsTest {

  @Test
  void everyTopicIsDeclaredOnceAndComplete() {
    assertThat(Topics.all()).extracting(Topic::name).doesNotHaveDuplicates();
    for (Topic topic : Topics.all()) {
      assertThat(topic.name()).startsWith("threadmark.");
      assertThat(topic.config(3))
          .containsEntry("max.message.bytes", "8388608")
          .containsEntry("min.insync.replicas", "2")
          .containsEntry("message.timestamp.type", "LogAppendTime")
          .containsEntry("cleanup.policy", topic.cleanup().policy());
      assertThat(topic.cleanup() == Topic.Cleanup.COMPACT).isEqualTo(topic.retention() == null);
      assertThat(Topics.named(topic.name())).contains(topic);
    }
  }

  @Test
  void everyFieldOfEveryRecordIsDocumented() {
    for (Topic topic : Topics.all()) {
      assertDocumented(SpecificData.get().getSchema(topic.valueType()));
    }
  }

  /** A registry may read what it is sent in the charset of its machine. */
  @Test
  void schemasAreInAscii() {
    for (Topic topic : Topics.all()) {
      assertThat(SpecificData.get().getSchema(topic.valueType()).toString())
          .as(topic.name())
          .matches("\\p{ASCII}*");
    }
  }

  private static void assertDocumented(Schema schema) {
    switch (schema.getType()) {
      case RECORD -> {
        assertThat(schema.getDoc()).as(schema.getFullName()).isNotBlank();
        for (Schema.Field field : schema.getFields()) {
          assertThat(field.doc()).as(schema.getFullName() + "." + field.name()).isNotBlank();
          assertDocumented(field.schema());
        }
      }
      case ARRAY -> assertDocumented(schema.getElementType());
      case MAP -> assertDocumented(schema.getValueType());
      case UNION -> schema.getTypes().forEach(TopicsTest::assertDocumented);
      default -> {
        // has no fields
      }
    }
  }
}
