package io.threadmark.processor.topology;

import io.threadmark.schema.state.EraseHop;
import io.threadmark.schema.state.SpansHop;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Sends what is erased to all partitions where it is known by a hash alone, which says nothing of
 * where it is; and by its key where that names it.
 */
final class Broadcast implements StreamPartitioner<byte[], SpecificRecord> {

  @Override
  public Optional<Set<Integer>> partitions(
      String topic, byte[] key, SpecificRecord value, int partitions) {
    SpecificRecord erased = value instanceof SpansHop hop ? hop.getErase() : value;
    return erased instanceof EraseHop hop && hop.getHash() != null
        ? Optional.of(IntStream.range(0, partitions).boxed().collect(Collectors.toSet()))
        : Optional.empty();
  }
}
