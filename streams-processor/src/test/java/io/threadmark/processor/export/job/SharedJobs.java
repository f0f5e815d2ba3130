package io.threadmark.processor.export.job;

import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.schema.Key;
import io.threadmark.schema.state.ExportJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A topic of jobs that instances of one test share: all read what one has written at once. */
final class SharedJobs {
  private final Map<Key, ExportJob> jobs = new ConcurrentHashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final List<ExportJob> written = new CopyOnWriteArrayList<>();

  /** Is told of a job just before it is written. */
  private volatile java.util.function.Consumer<ExportJob> before = job -> {};

  private volatile boolean away;

  /** What an instance sees of it. */
  Jobs follow(Runnable changed) {
    listeners.add(changed);
    return new Jobs() {
      @Override
      public ExportJob get(Key key) {
        return jobs.get(key);
      }

      @Override
      public Map<Key, ExportJob> all() {
        return Map.copyOf(jobs);
      }

      @Override
      public boolean isWhole() {
        return true;
      }

      @Override
      public void catchUp(Key key) {
        checkThere();
      }

      @Override
      public void catchUp() {
        checkThere();
      }

      @Override
      public void put(Key key, ExportJob job) {
        checkThere();
        if (job != null) {
          before.accept(job);
        }
        write(key, job);
      }

      @Override
      public void close() {
        listeners.remove(changed);
      }
    };
  }

  void write(Key key, ExportJob job) {
    synchronized (this) {
      if (job == null) {
        jobs.remove(key);
      } else {
        jobs.put(key, job);
        written.add(job);
      }
    }
    listeners.forEach(Runnable::run);
  }

  ExportJob get(Key key) {
    return jobs.get(key);
  }

  /** The states that were written, each once in a row. */
  List<String> states() {
    List<String> states = new ArrayList<>();
    for (ExportJob job : written) {
      if (states.isEmpty() || !states.get(states.size() - 1).equals(job.getState())) {
        states.add(job.getState());
      }
    }
    return states;
  }

  void before(java.util.function.Consumer<ExportJob> listener) {
    before = listener;
  }

  void goAway(boolean isAway) {
    away = isAway;
  }

  private void checkThere() {
    if (away) {
      throw new NotAvailableException("Kafka is away");
    }
  }
}
