package io.threadmark.processor.topology;

import io.threadmark.processor.law.AtRest;
import io.threadmark.processor.law.MergedFacts;
import io.threadmark.processor.law.Named;
import io.threadmark.processor.law.Piece;
import io.threadmark.processor.law.Thing;
import io.threadmark.processor.law.ThreadItem;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.schema.Erasure;
import io.threadmark.schema.Key;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The rows by which what is erased takes along whatever ever named it. */
final class ExpectedMentions {
  private static final Map<Character, String> STORES =
      Map.of(
          'f', StateStores.ERASED_FEEDBACK,
          't', StateStores.ERASED_REFS,
          'c', StateStores.ERASED_REFS,
          'm', StateStores.ERASED_THREADS,
          'h', StateStores.ERASED_THREADS);

  private final AtRest atRest;
  private final Map<String, Set<String>> rows = new HashMap<>();

  private ExpectedMentions(AtRest atRest) {
    this.atRest = atRest;
  }

  /** Keys of rows by store. */
  static Map<String, Set<String>> of(AtRest atRest) {
    ExpectedMentions expected = new ExpectedMentions(atRest);
    atRest.named().forEach(expected::thing);
    return expected.rows;
  }

  private void thing(Thing thing, Set<Thing> named) {
    Set<Thing> now = now(thing);
    for (Thing other : named) {
      if (!now.contains(other)) {
        put(thing, "n", text(thing) + text(other).replaceAll("\0\0$", "\0"));
      }
      if (other.kind() == 'u') {
        put(thing, "u", hash(key(other)) + "\0" + text(thing));
      } else if (other.kind() == 'f') {
        // Who overrides is a row elsewhere.
      } else if (thing.kind() == 'm' || (other.kind() != 'c' || thing.kind() == 'f')) {
        // A claim is a row elsewhere.
        if (!now.contains(other) || thing.kind() == 'm') {
          put(other, "b", key(other) + "\0" + text(thing));
        }
      }
    }
  }

  /** What a thing names now, and so where it is. */
  private Set<Thing> now(Thing thing) {
    Set<Thing> now = new HashSet<>();
    Named name = new Named(thing.project(), thing.id());
    switch (thing.kind()) {
      case 'f' -> {
        Piece piece = atRest.pieces().get(name);
        if (piece.ref() != null) {
          now.add(new Thing(piece.ref().project(), piece.ref().kind(), piece.ref().id(), ""));
          add(now, thing, 'f', piece.winner().getOverrides());
        }
        add(now, thing, 'u', piece.winner().getSource().getId());
      }
      case 't' -> {
        MergedFacts trace = atRest.traces().get(name);
        add(now, thing, 'h', trace.text("thread_id"));
        add(now, thing, 'c', trace.text("client_request_id"));
        add(now, thing, 'u', trace.text("user.id"));
      }
      case 'm' -> {
        ThreadItem message =
            atRest
                .threads()
                .get(name)
                .messages()
                .filter(item -> item.id().equals(thing.messageId()))
                .findFirst()
                .orElseThrow();
        String trace = message.facts().text("trace_id");
        add(now, thing, 't', trace == null ? null : canonical(trace));
        add(now, thing, 'u', message.facts().text("user.id"));
      }
      default -> {
        MergedFacts facts = atRest.threads().get(name).facts();
        add(now, thing, 'u', facts == null ? null : facts.text("user.id"));
      }
    }
    return now;
  }

  private static String canonical(String traceId) {
    return io.threadmark.schema.TraceId.canonical(traceId);
  }

  private static void add(Set<Thing> now, Thing thing, char kind, String id) {
    if (id != null) {
      now.add(new Thing(thing.project(), kind, id, ""));
    }
  }

  private void put(Thing owner, String section, String rest) {
    String row = section + "\0" + rest;
    rows.computeIfAbsent(Objects.requireNonNull(STORES.get(owner.kind())), none -> new HashSet<>())
        .add(new String(row.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
  }

  private static String text(Thing thing) {
    return key(thing) + "\0" + thing.messageId() + "\0";
  }

  private static String key(Thing thing) {
    Key.Kind kind =
        switch (thing.kind()) {
          case 't' -> Key.Kind.TRACE;
          case 'c' -> Key.Kind.CLIENT_REQUEST;
          case 'f' -> Key.Kind.FEEDBACK;
          case 'u' -> Key.Kind.USER;
          default -> Key.Kind.THREAD;
        };
    return new Key(thing.project(), kind, thing.id()).toString();
  }

  /** The hash of what a command erases. */
  static String hashOf(Erasure erasure) {
    char kind =
        erasure.getSubjectKind().equals("thread") ? 'h' : erasure.getSubjectKind().charAt(0);
    return hash(key(new Thing(erasure.getProjectId(), kind, erasure.getSubjectId(), "")));
  }

  private static String hash(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      byte[] secret = Pipeline.SECRET.getBytes(StandardCharsets.UTF_8);
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      byte[] all = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(all, 0, 16);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
