package io.threadmark.processor.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.processor.resolve.rows.TraceRows;
import io.threadmark.schema.Micros;
import io.threadmark.schema.Stamp;
import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.Rank;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FactsTest {

  @Property
  void theOrderAndNumberOfStatementsDoNotMatter(
      @ForAll("statements") List<Statement> statements, @ForAll Random random) {
    List<Statement> other = new ArrayList<>(statements);
    other.addAll(statements.subList(0, statements.size() / 2));
    Collections.shuffle(other, random);
    assertThat(merged(other)).isEqualTo(merged(statements));
  }

  @Property
  void mergingInPartsThroughRowsIsMergingAtOnce(@ForAll("statements") List<Statement> statements) {
    Facts inOneGo = Facts.of(null);
    statements.forEach(inOneGo::merge);
    assertThat(merged(statements)).isEqualTo(inOneGo.toRow());
  }

  @Test
  void aFieldThatIsNotSaidKeepsItsValue() {
    Facts facts =
        Facts.of(null)
            .merge(statement(1, Map.of("name", "a", "model", "m")))
            .merge(statement(2, Map.of("name", "b")));
    assertThat(facts.get("name")).isEqualTo("b");
    assertThat(facts.get("model")).isEqualTo("m");
    assertThat(facts.createdAt()).isEqualTo(1);
    assertThat(facts.updatedAt()).isEqualTo(2);
  }

  @Test
  void precedenceComesBeforeTime() {
    Facts facts =
        Facts.of(null)
            .merge(new Statement(rank(0, 1), 1, Map.of("name", "own")))
            .merge(new Statement(rank(-1, 9), 1, Map.of("name", "root span")));
    assertThat(facts.get("name")).isEqualTo("own");
    assertThat(facts.updatedAt()).as("the newest statement, whoever won").isEqualTo(9);
  }

  @Test
  void atEqualRanksRemovalWins() {
    Statement adds = statement(1, Map.of("issues/slow", "+"));
    Map<String, String> removal = new HashMap<>();
    removal.put("issues/slow", null);
    Statement removes = statement(1, removal);
    assertThat(Facts.of(null).merge(adds).merge(removes).map("issues")).isEmpty();
    assertThat(Facts.of(null).merge(removes).merge(adds).map("issues")).isEmpty();
  }

  @Test
  void anEmptiedMapFieldHasOnlyKeysSaidLater() {
    Map<String, String> clear = new HashMap<>();
    clear.put("tags", null);
    Facts facts =
        Facts.of(null)
            .merge(statement(3, Map.of("tags/c", "3")))
            .merge(statement(2, clear))
            .merge(statement(1, Map.of("tags/a", "1")));
    assertThat(facts.map("tags")).containsExactly(Map.entry("c", "3"));
  }

  @Test
  void theKeysOfAFieldAreBoundedAndTheNewestStayInEveryOrder() {
    List<Statement> statements = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      statements.add(statement(i, Map.of("tags/k" + i, "v")));
    }
    FactsRow inOrder = merged(statements);
    Collections.shuffle(statements, new Random(1));
    assertThat(merged(statements)).isEqualTo(inOrder);
    assertThat(Facts.of(inOrder).map("tags"))
        .hasSize(128)
        .containsKey("k399")
        .doesNotContainKey("k1");
  }

  @Test
  void aRowTellsWhichStatementsHaveCome() {
    Facts facts = Facts.of(null);
    for (int i = 10; i < 10 + Facts.REMEMBERED_STATEMENTS - 1; i++) {
      facts.merge(statement(i, Map.of("name", "n" + i)));
    }
    assertThat(Facts.holds(facts.toRow(), stamp(10))).isTrue();
    assertThat(Facts.holds(facts.toRow(), stamp(5))).as("older, and not come").isFalse();
    assertThat(Facts.holds(facts.toRow(), stamp(99))).isFalse();
    FactsRow row = facts.merge(statement(5, Map.of("model", "m"))).toRow();
    assertThat(Facts.holds(row, stamp(5))).isTrue();
  }

  @Provide
  Arbitrary<List<Statement>> statements() {
    Arbitrary<Map<String, String>> registers =
        Arbitraries.maps(
                Arbitraries.of("name", "model", "tags", "tags/a", "tags/b", "intents/x"),
                Arbitraries.of("1", "2", "3").injectNull(0.3))
            .ofMaxSize(4);
    return Combinators.combine(
            Arbitraries.integers().between(-1, 0), Arbitraries.integers().between(0, 6), registers)
        .as((precedence, second, said) -> new Statement(rank(precedence, second), second, said))
        .list()
        .ofMaxSize(30);
  }

  /** Each statement onto the row before it, as a store would have it. */
  private static FactsRow merged(List<Statement> statements) {
    FactsRow row = null;
    for (Statement statement : statements) {
      row = TraceRows.CODEC.read(TraceRows.CODEC.write(Facts.of(row).merge(statement).toRow()));
    }
    return row == null ? Facts.of(null).toRow() : row;
  }

  private static Statement statement(int second, Map<String, String> registers) {
    return new Statement(rank(0, second), second, registers);
  }

  private static Rank rank(int precedence, int second) {
    return Ranks.of(precedence, stamp(second));
  }

  private static Stamp stamp(int second) {
    return new Stamp(Micros.toInstant(second), 0L, ByteBuffer.wrap(new byte[] {1}));
  }
}
