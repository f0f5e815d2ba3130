package io.threadmark.processor.index;

import org.apache.lucene.util.FixedBitSet;

/** A set of numbers of threads or traces, as large as its largest. */
final class NumberSet {
  private FixedBitSet bits = new FixedBitSet(1_024);

  void add(int number) {
    bits = FixedBitSet.ensureCapacity(bits, number);
    bits.set(number);
  }

  boolean has(int number) {
    return number < bits.length() && bits.get(number);
  }

  /** Adds a number; returns whether it was not there. */
  boolean addNew(int number) {
    bits = FixedBitSet.ensureCapacity(bits, number);
    return !bits.getAndSet(number);
  }

  void keepOnly(NumberSet others) {
    bits.and(others.bits);
  }

  void remove(NumberSet others) {
    bits.andNot(others.bits);
  }

  void addAll(NumberSet others) {
    bits = FixedBitSet.ensureCapacity(bits, others.bits.length() - 1);
    bits.or(others.bits);
  }

  NumberSet copy() {
    NumberSet copy = new NumberSet();
    copy.bits = bits.clone();
    return copy;
  }

  long bytes() {
    return bits.ramBytesUsed();
  }
}
