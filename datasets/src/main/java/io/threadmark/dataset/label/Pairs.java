package io.threadmark.dataset.label;

import io.threadmark.dataset.turn.Answer;
import io.threadmark.dataset.turn.Turn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes of the choices of all judges of a thread the pairs that the majority agrees on. */
final class Pairs {
  private final Rules rules;
  private final Drops drops;

  Pairs(Rules rules, Drops drops) {
    this.rules = rules;
    this.drops = drops;
  }

  List<Pair> of(List<Choice> choices) {
    Map<String, List<Choice>> byPrompt = new LinkedHashMap<>();
    for (Choice choice : choices) {
      byPrompt.computeIfAbsent(Answer.text(choice.prompt()), key -> new ArrayList<>()).add(choice);
    }
    List<Pair> pairs = new ArrayList<>();
    byPrompt.values().forEach(ofPrompt -> pairs.addAll(ofPrompt(ofPrompt)));
    return pairs;
  }

  private List<Pair> ofPrompt(List<Choice> choices) {
    String group =
        choices.stream()
            .map(choice -> choice.feedback().getFeedbackId())
            .sorted()
            .findFirst()
            .orElseThrow();
    Map<List<String>, List<Choice>> byAnswers = new LinkedHashMap<>();
    for (Choice choice : choices) {
      if (isUsable(choice)) {
        String a = choice.a().comparable();
        String b = choice.b().comparable();
        List<String> both = a.compareTo(b) < 0 ? List.of(a, b) : List.of(b, a);
        byAnswers.computeIfAbsent(both, key -> new ArrayList<>()).add(choice);
      }
    }
    List<Pair> pairs = new ArrayList<>();
    byAnswers.forEach((both, said) -> add(pairs, group, both.get(0), said));
    return withoutCycles(pairs);
  }

  private boolean isUsable(Choice choice) {
    if (choice.isTie()) {
      drops.count(Reason.TIE);
      return false;
    }
    if (choice.a().comparable().equals(choice.b().comparable())) {
      drops.count(Reason.CANDIDATES_EQUAL);
      return false;
    }
    return choice.neighbours() || !rules.adjacentPairs();
  }

  private void add(List<Pair> pairs, String group, String first, List<Choice> said) {
    List<Vote> votes =
        said.stream()
            .map(
                choice ->
                    new Vote(
                        choice.feedback(),
                        choice.isForA() == choice.a().comparable().equals(first)))
            .toList();
    Choice shown = said.get(0);
    boolean aIsFirst = shown.a().comparable().equals(first);
    Turn one = aIsFirst ? shown.a() : shown.b();
    Turn other = aIsFirst ? shown.b() : shown.a();
    Verdict.of(votes, rules, drops)
        .ifPresent(
            verdict ->
                pairs.add(
                    new Pair(
                        group,
                        shown.prompt(),
                        verdict.positive() ? one : other,
                        verdict.positive() ? other : one,
                        verdict.feedback())));
  }

  /** Majorities that go round in a circle say nothing of the answers in it. */
  private List<Pair> withoutCycles(List<Pair> pairs) {
    Map<String, List<String>> worse = new HashMap<>();
    pairs.forEach(
        pair ->
            worse
                .computeIfAbsent(pair.chosen().comparable(), key -> new ArrayList<>())
                .add(pair.rejected().comparable()));
    List<Pair> kept = new ArrayList<>();
    for (Pair pair : pairs) {
      if (leads(worse, pair.rejected().comparable(), pair.chosen().comparable(), new HashSet<>())) {
        drops.count(Reason.CONFLICTING_PREFERENCES);
      } else {
        kept.add(pair);
      }
    }
    return kept;
  }

  private static boolean leads(
      Map<String, List<String>> worse, String from, String to, Set<String> seen) {
    List<String> open = new ArrayList<>(List.of(from));
    while (!open.isEmpty()) {
      String at = open.remove(open.size() - 1);
      if (at.equals(to)) {
        return true;
      }
      if (seen.add(at)) {
        open.addAll(worse.getOrDefault(at, List.of()));
      }
    }
    return false;
  }
}
