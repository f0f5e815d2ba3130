package io.threadmark.standalone.deadletters;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record of the topic of dead letters, and what could be read of it.
 *
 * @param stored the record as Kafka has it
 * @param letter the letter that it is, if it can be read
 * @param problem why it cannot be read, if so
 */
record FoundLetter(
    ConsumerRecord<byte[], byte[]> stored, Optional<Letter> letter, Optional<String> problem) {

  static FoundLetter readable(ConsumerRecord<byte[], byte[]> stored, Letter letter) {
    return new FoundLetter(stored, Optional.of(letter), Optional.empty());
  }

  static FoundLetter unreadable(ConsumerRecord<byte[], byte[]> stored, String problem) {
    return new FoundLetter(stored, Optional.empty(), Optional.of(problem));
  }

  static LetterAddress address(ConsumerRecord<byte[], byte[]> stored) {
    return new LetterAddress(stored.partition(), stored.offset());
  }

  LetterAddress address() {
    return address(stored);
  }

  void tell(LetterVisitor visitor) throws InterruptedException {
    if (letter.isPresent()) {
      visitor.letter(letter.get());
    } else {
      visitor.missing(address(), problem.orElseThrow());
    }
  }
}
