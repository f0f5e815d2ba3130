package io.threadmark.standalone.deadletters;

import io.threadmark.schema.settings.Settings;
import io.threadmark.standalone.cli.Console;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * What a command on dead letters works with.
 *
 * @param cluster where they are
 * @param source reads the records of their topic, and others
 * @param deserializer reads values
 * @param console where to tell what comes out
 * @param progress where to tell how far it is
 */
record OpenedLetters(
    Settings cluster,
    CommittedRecords source,
    Deserializer<SpecificRecord> deserializer,
    Console console,
    ReadingProgress progress) {

  LetterReader reader() {
    return new LetterReader(deserializer);
  }

  DeadLetterTopic topic() {
    return new DeadLetterTopic(source, reader());
  }
}
