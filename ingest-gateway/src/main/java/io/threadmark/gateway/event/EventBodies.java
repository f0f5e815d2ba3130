package io.threadmark.gateway.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.JsonDocument;
import io.threadmark.gateway.json.JsonTree;
import io.threadmark.gateway.json.Lines;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.RequestRefused;
import java.io.IOException;

/**
 * Reads the events of a body: one object, a list of them, or one a line. Of a JSON body that is
 * malformed anywhere nothing is taken; of lines each stands for itself.
 */
public final class EventBodies {
  private final EventReader reader;
  private final BatchBuilder batch = new BatchBuilder();

  private EventBodies(EventType only, Arrival arrival) {
    this.reader = new EventReader(only, null, arrival);
  }

  /**
   * Reads a JSON body.
   *
   * @param only the type that the address takes; null where each item tells its own
   */
  public static EventBatch readJson(byte[] body, EventType only, Arrival arrival)
      throws RequestRefused {
    EventBodies bodies = new EventBodies(only, arrival);
    JsonDocument.read(body, 0, body.length, bodies::readDocument);
    return bodies.batch.build();
  }

  /**
   * Reads a body of one JSON object a line; blank lines count for nothing.
   *
   * @param only the type that the address takes; null where each item tells its own
   */
  public static EventBatch readLines(byte[] body, EventType only, Arrival arrival)
      throws RequestRefused {
    EventBodies bodies = new EventBodies(only, arrival);
    Lines lines = new Lines(body);
    while (lines.next()) {
      bodies.readLine(body, lines.from(), lines.to());
    }
    return bodies.batch.build();
  }

  private Void readDocument(JsonParser parser) throws IOException, RequestRefused {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      readItem(parser, 0);
    } else {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        readItem(parser, 1);
      }
    }
    return null;
  }

  private void readItem(JsonParser parser, int outerDepth) throws IOException, RequestRefused {
    int index = batch.nextIndex();
    try {
      reader.readInto(batch, JsonTree.read(parser, outerDepth), index);
    } catch (InvalidEvent e) {
      batch.add(e.at(index));
    }
  }

  private void readLine(byte[] body, int from, int to) throws RequestRefused {
    int index = batch.nextIndex();
    try {
      // Read whole before it counts: what stands behind an event spoils its line.
      reader.readInto(batch, readTree(body, from, to), index);
    } catch (InvalidEvent e) {
      batch.add(e.at(index));
    }
  }

  private static Json readTree(byte[] body, int from, int to) throws InvalidEvent {
    try {
      return JsonTree.of(body, from, to);
    } catch (RequestRefused e) {
      throw new InvalidEvent(e.code(), e.path(), e.getMessage());
    }
  }
}
