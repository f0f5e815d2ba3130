package io.threadmark.processor.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.processor.query.Waiting.Outcome;
import io.threadmark.processor.query.http.Views;
import io.threadmark.processor.visibility.Effect;
import io.threadmark.schema.Receipt;
import io.threadmark.schema.Receipt.Statement;
import io.threadmark.schema.Receipt.Subject;
import java.util.List;
import java.util.Locale;

/** Tells what became of what a receipt names. */
final class ReceiptView {
  private ReceiptView() {}

  /** For the gateway, which knows the statements: an effect for each in turn. */
  static ObjectNode ofEffects(Outcome outcome) {
    ObjectNode view = Views.object().put("visible", outcome.isVisible());
    ArrayNode effects = view.putArray("effects");
    outcome.effects().forEach(effect -> Effect.tell(effect, effects.addObject()));
    return view;
  }

  /** For those who ask about a receipt. */
  static ObjectNode of(Receipt receipt, Outcome outcome) {
    ObjectNode view = Views.object().put("visible", outcome.isVisible());
    ArrayNode told = view.putArray("statements");
    List<Statement> statements = receipt.statements();
    for (int i = 0; i < statements.size(); i++) {
      Statement statement = statements.get(i);
      ObjectNode each = told.addObject();
      each.put("type", statement.subject().name().toLowerCase(Locale.ROOT));
      if (statement.subject() == Subject.MESSAGE) {
        each.put("thread_id", statement.id()).put("id", statement.messageId());
      } else if (statement.subject() == Subject.SPAN) {
        each.put("trace_id", statement.id()).put("id", statement.messageId());
      } else {
        each.put("id", statement.id());
      }
      Effect.tell(outcome.effects().get(i), each);
    }
    return view;
  }
}
