package io.threadmark.dataset.label;

import io.threadmark.dataset.turn.Answer;
import io.threadmark.dataset.turn.Answers;
import io.threadmark.dataset.turn.Turn;
import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledThread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A labeled thread under the rules: which feedback counts, what it is about and what it says. Each
 * question counts what it drops, so a format asks each at most once.
 */
public final class Labels {
  private final LabeledThread thread;
  private final Rules rules;
  private final Drops drops;
  private final RaterQuota quota;
  private final Answers answers;
  private List<LabeledFeedback> selected;
  private List<LabeledFeedback> used = List.of();

  public Labels(LabeledThread thread, Rules rules, RaterQuota quota, Drops drops) {
    this.thread = thread;
    this.rules = rules;
    this.drops = drops;
    this.quota = quota;
    this.answers = new Answers(thread);
  }

  public LabeledThread thread() {
    return thread;
  }

  public Rules rules() {
    return rules;
  }

  public Drops drops() {
    return drops;
  }

  /** The feedback that counts, in the order of the thread. */
  public List<LabeledFeedback> feedback() {
    if (selected == null) {
      selected = new FeedbackSelection(rules, quota, drops).of(thread);
      used = selected;
    }
    return selected;
  }

  /** All feedback that no other supersedes, whatever the rules. */
  public List<LabeledFeedback> liveFeedback() {
    used = FeedbackSelection.live(thread);
    return used;
  }

  /** The feedback that a format asked for, and so made its rows of; empty where it did not ask. */
  public List<LabeledFeedback> used() {
    return used;
  }

  public Answers answers() {
    return answers;
  }

  /** Each answer that judges spoke for or against, or corrected. */
  public List<JudgedAnswer> judgedAnswers() {
    return judged(feedback -> !feedback.getKind().equals("PREFERENCE"));
  }

  /** Each answer that judges spoke for or against. */
  public List<JudgedAnswer> votedAnswers() {
    without("CORRECTION");
    return judged(feedback -> !Set.of("PREFERENCE", "CORRECTION").contains(feedback.getKind()));
  }

  /** All corrections that make a better answer of one that is there. */
  public List<Correction> corrections() {
    return judged(feedback -> feedback.getKind().equals("CORRECTION")).stream()
        .flatMap(judged -> judged.corrections().stream())
        .toList();
  }

  /** Counts the feedback of kinds that a format has no place for. */
  public void without(String... kinds) {
    Set<String> unused = Set.of(kinds);
    drops.count(
        Reason.KIND_HAS_NO_PLACE,
        feedback().stream().filter(feedback -> unused.contains(feedback.getKind())).count());
  }

  /** Counts the feedback about the whole conversation, which a format has no place for. */
  public void withoutThread() {
    drops.count(
        Reason.ABOUT_THE_THREAD,
        feedback().stream()
            .filter(Labels::isAboutThread)
            .filter(feedback -> !feedback.getKind().equals("PREFERENCE"))
            .count());
  }

  private List<JudgedAnswer> judged(Predicate<LabeledFeedback> wanted) {
    Map<String, Answer> found = new LinkedHashMap<>();
    Map<String, List<LabeledFeedback>> about = new LinkedHashMap<>();
    for (LabeledFeedback feedback : feedback()) {
      if (wanted.test(feedback) && !isAboutThread(feedback)) {
        answer(feedback)
            .ifPresent(
                answer -> {
                  found.putIfAbsent(answer.key(), answer);
                  about.computeIfAbsent(answer.key(), key -> new ArrayList<>()).add(feedback);
                });
      }
    }
    List<JudgedAnswer> judged = new ArrayList<>();
    about.forEach((key, feedback) -> judged.add(judged(found.get(key), feedback)));
    return judged;
  }

  /** What the judges of the whole conversation say; empty where nobody does. */
  public Optional<Verdict> ofThread() {
    List<Vote> votes = new ArrayList<>();
    for (LabeledFeedback feedback : feedback()) {
      if (isAboutThread(feedback) && isVote(feedback)) {
        Vote vote = Vote.of(feedback, rules, drops);
        if (vote != null) {
          votes.add(vote);
        }
      }
    }
    return votes.isEmpty() ? Optional.empty() : Verdict.of(votes, rules, drops);
  }

  /** What each judge says of each two candidates, ties among them. */
  public List<Choice> choices() {
    List<Choice> choices = new ArrayList<>();
    for (LabeledFeedback feedback : feedback()) {
      if (feedback.getKind().equals("PREFERENCE")) {
        List<Turn> prompt = answers.question(feedback);
        if (prompt.isEmpty()) {
          drops.count(Reason.NO_ANSWER_FOUND);
        } else {
          choices.addAll(Choice.of(feedback, prompt, answers, drops));
        }
      }
    }
    return choices;
  }

  /** The pairs that the majority agrees on. */
  public List<Pair> pairs() {
    return new Pairs(rules, drops).of(choices());
  }

  public static boolean isAboutThread(LabeledFeedback feedback) {
    return feedback.getTarget().getThreadId() != null
        && feedback.getTarget().getMessageId() == null
        && feedback.getTraceId() == null;
  }

  private Optional<Answer> answer(LabeledFeedback feedback) {
    if (feedback.getTarget().getSpanId() != null) {
      drops.count(Reason.ABOUT_A_SPAN);
      return Optional.empty();
    }
    Optional<Answer> answer = answers.of(feedback);
    if (answer.isEmpty()) {
      drops.count(Reason.NO_ANSWER_FOUND);
    }
    return answer;
  }

  private JudgedAnswer judged(Answer answer, List<LabeledFeedback> feedback) {
    List<Vote> votes = new ArrayList<>();
    List<Correction> corrections = new ArrayList<>();
    for (LabeledFeedback piece : feedback) {
      if (piece.getKind().equals("CORRECTION")) {
        Correction.of(piece, answer, drops).ifPresent(corrections::add);
      } else if (isVote(piece)) {
        Vote vote = Vote.of(piece, rules, drops);
        if (vote != null) {
          votes.add(vote);
        }
      }
    }
    corrections.sort((one, other) -> Raters.BY_TIME.compare(one.feedback(), other.feedback()));
    return new JudgedAnswer(answer, feedback, votes, corrections);
  }

  /** A text is a vote only where a rule of its project says so. */
  private boolean isVote(LabeledFeedback feedback) {
    return switch (feedback.getKind()) {
      case "CORRECTION", "PREFERENCE" -> false;
      case "TEXT" -> {
        boolean speaks = !feedback.getPolarity().equals("NONE");
        drops.count(Reason.KIND_HAS_NO_PLACE, speaks ? 0 : 1);
        yield speaks;
      }
      default -> true;
    };
  }
}
