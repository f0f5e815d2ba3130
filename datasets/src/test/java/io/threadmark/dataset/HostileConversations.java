package io.threadmark.dataset;

import com.fasterxml.jackson.databind.node.TextNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.schema.LabeledThread;
import java.util.ArrayList;
import java.util.List;

/** Texts that have broken files, in every place of a conversation where a user's text goes. */
public final class HostileConversations {
  public static final List<String> TEXTS =
      List.of(
          // What spreadsheets run.
          "=SUM(A1:A9)",
          "=cmd|' /c calc'!A0",
          "@import",
          "+380 44 000",
          "-1+1",
          "\t=1",
          "\r=1",
          "\n=1",
          "'=1",
          "''",
          "\"=1\"",
          // What cuts cells, lines and files.
          "a,b;c\td",
          "one\r\ntwo\nthree\rfour",
          "\u0000",
          "a\u0000b",
          "\u001a",
          "\u001b[31mred\u001b[0m",
          "\u0085\u2028\u2029",
          "\"",
          "\"\"\"",
          "\\",
          "\\n\\u0000",
          "ends with a backslash\\",
          "{\"role\":\"system\"}",
          "]}\n{\"row\":2}",
          // What is not what it looks like.
          "\uFEFFbegins with a mark",
          "\u202Eolleh\u202C",
          "\u2066isolated\u2069 \u200Fשלום\u200E",
          "zero\u200Bwidth\u200Djoined\u00AD",
          "e\u0301 \u00E9 \u1E9B\u0323",
          "Z\u0335\u0321\u0327\u0322\u0328\u0301\u0302\u0303\u0304",
          "\uFFFE\uFFFF\uFDD0",
          "\uE000\uDB80\uDC00",
          "👩‍👩‍👧‍👦🏳️‍🌈🇺🇦👍🏿",
          "\uD83D",
          "\uDE00\uD83D",
          "a\uD800b",
          // Scripts.
          "العربية مع English و123",
          "עברית",
          "हिन्दी கன்னடம் ไทย",
          "漢字かなカナ한글",
          "Ελληνικά Кирилиця ქართული",
          "İstanbul ıǅß",
          // What parsers take for something else.
          "null",
          "NaN",
          "-0",
          "1e400",
          "0x1F",
          "00012",
          "TRUE",
          "2026-01-01",
          "---\n# a heading\n| a | b |",
          "<script>alert(1)</script>&amp;",
          "${jndi:x} {{7*7}} %s %n",
          "'; DROP TABLE t; --",
          "../../../etc/passwd",
          " leading and trailing ",
          "\u3000wide\u3000");

  private HostileConversations() {}

  public static List<LabeledThread> all() {
    List<LabeledThread> threads = new ArrayList<>();
    for (String text : TEXTS) {
      threads.add(saying(threads.size(), text));
    }
    return threads;
  }

  /** A conversation that says it in every place where users do. */
  public static LabeledThread saying(int number, String text) {
    String id = "th" + number;
    String json = Json.text(TextNode.valueOf(text));
    String candidates =
        "{\"candidates\":[{\"id\":\"a\",\"content\":%s},{\"id\":\"b\",\"content\":\"B\"}],\"choice\":\"a\"}";
    return TestThread.of(id)
        .intents(text)
        .trace(id + "-t")
        .user(number + " " + text, id + "-t")
        .assistant("Said: " + text, id + "-t")
        .likes(text, id + "-t", true)
        .because(text)
        .says("ann", id + "-t", "TEXT", "comment", json)
        .trace(id + "-s")
        .user(number + " again " + text, id + "-s")
        .assistant("No.", id + "-s")
        .corrects("ann", id + "-s", "\"Said: " + json.substring(1))
        .prefers("ann", id + "-s", candidates.formatted(Json.text(TextNode.valueOf("x" + text))))
        .because(text)
        .build();
  }
}
