package io.threadmark.processor.query.list;

import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.cluster.PeerCalls.Answer;
import io.threadmark.processor.cluster.PeerCalls.Question;
import io.threadmark.processor.cluster.PeerClient;
import io.threadmark.processor.cluster.StoreAccess;
import io.threadmark.processor.query.http.RequestProblem;
import io.threadmark.processor.query.http.Views;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.store.Holding;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.streams.state.HostInfo;

/** Asks all instances that own partitions of threads: the others first, this one meanwhile. */
final class Scatter {
  private final StoreAccess stores;
  private final PeerClient peers;
  private final Holding holding;

  /**
   * @param holding is told of the answers
   */
  Scatter(StoreAccess stores, PeerClient peers, Holding holding) {
    this.stores = stores;
    this.peers = peers;
    this.holding = holding;
  }

  /** Takes what an instance answers, or why it does not. */
  interface Taker<Q, A> {
    void take(Q question, A answer);

    /** By itself, that one does not answer is the end of it. */
    default void failed(Q question, NotAvailableException failure) {
      throw failure;
    }
  }

  /**
   * Some partitions, or what belongs to them, by their owners.
   *
   * @param of the partition of each
   * @throws NotAvailableException where nobody owns one
   */
  <T> Map<HostInfo, List<T>> byOwner(Iterable<T> things, Function<T, Integer> of) {
    Map<HostInfo, List<T>> owners = new LinkedHashMap<>();
    for (T thing : things) {
      owners
          .computeIfAbsent(
              stores.owner(StateStores.THREADS, of.apply(thing)), none -> new ArrayList<>())
          .add(thing);
    }
    return owners;
  }

  /**
   * Asks.
   *
   * @param questions to each instance
   * @param here answers what this instance is asked
   * @param answers what answers are
   */
  <Q, A> void ask(
      String path,
      Map<HostInfo, Q> questions,
      Function<Q, A> here,
      Class<A> answers,
      Taker<Q, A> taker) {
    Map<HostInfo, Future<Answer>> asked = new LinkedHashMap<>();
    questions.forEach(
        (owner, question) -> {
          if (!stores.isHere(owner)) {
            Question sent = Question.post(path, ListPart.write(question));
            asked.put(owner, peers.begin(owner, sent));
          }
        });
    questions.forEach(
        (owner, question) -> {
          try {
            taker.take(
                question,
                stores.isHere(owner)
                    ? here.apply(question)
                    : read(owner, peers.await(asked.get(owner)), answers));
          } catch (NotAvailableException e) {
            taker.failed(question, e);
          }
        });
  }

  private <A> A read(HostInfo owner, Answer answer, Class<A> type) {
    if (answer.status() == 422) {
      String message = Views.read(answer.body()).path("error").path("message").asText();
      throw RequestProblem.invalid("search", message.replaceFirst("^search ", ""));
    }
    if (answer.status() != 200) {
      throw PeerClient.unexpected(owner, answer.status());
    }
    holding.add(Holding.PARSED * (long) answer.body().length);
    return ListPart.read(answer.body(), type);
  }
}
