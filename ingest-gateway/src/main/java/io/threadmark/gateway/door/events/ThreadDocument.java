package io.threadmark.gateway.door.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.threadmark.gateway.event.Arrival;
import io.threadmark.gateway.event.Event;
import io.threadmark.gateway.event.EventBatch;
import io.threadmark.gateway.event.EventReader;
import io.threadmark.gateway.event.EventType;
import io.threadmark.gateway.event.Ids;
import io.threadmark.gateway.event.SharedFields;
import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonNull;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.JsonDocument;
import io.threadmark.gateway.json.JsonTree;
import io.threadmark.gateway.json.Utf8;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.Rejection;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.Limits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A thread as one document: its facts, and its messages inline. The facts are item 0, the messages
 * the items behind, each with an outcome of its own. Messages without an id have one that follows
 * from the thread and their place, so the same document is the same messages.
 */
public final class ThreadDocument {
  private static final String MESSAGES = "messages";

  private final EventReader facts;
  private final EventReader messages;
  private final Map<String, Json> members = new LinkedHashMap<>();
  private final List<Event> events = new ArrayList<>();
  private final List<Rejection> rejections = new ArrayList<>();
  private InvalidEvent fault;
  private int messageCount;
  private boolean hasMessages;

  private ThreadDocument(String threadId, Arrival arrival) {
    this.facts = new EventReader(EventType.THREAD, threadId, arrival);
    this.messages =
        new EventReader(
            EventType.MESSAGE, threadId, arrival.with(Ids.ofThread(arrival.project(), threadId)));
  }

  /** Reads the document of the thread that the address names. */
  public static EventBatch read(byte[] body, String threadId, Arrival arrival)
      throws RequestRefused {
    try {
      SharedFields.checkThreadId(threadId, "thread_id");
    } catch (InvalidEvent e) {
      throw e.asRefusal();
    }
    ThreadDocument document = new ThreadDocument(threadId, arrival);
    JsonDocument.read(body, 0, body.length, document::readMembers);
    return document.batch();
  }

  private Void readMembers(JsonParser parser) throws IOException, RequestRefused {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new RequestRefused(ErrorCode.INVALID_FIELD, "the body must be an object");
    }
    long factBytes = 0;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      long start = parser.currentTokenLocation().getByteOffset();
      JsonToken token = parser.nextToken();
      if (name.equals(MESSAGES) && token == JsonToken.START_ARRAY) {
        readMessages(parser);
      } else {
        readMember(name, parser);
        parser.finishToken();
        factBytes += parser.currentLocation().getByteOffset() - start;
        if (factBytes > Limits.EVENT_BYTES) {
          fail(JsonTree.tooLarge());
          members.clear(); // what is refused need not be held
        }
      }
    }
    return null;
  }

  private void readMember(String name, JsonParser parser) throws IOException {
    try {
      Json value = JsonTree.read(parser, 1);
      JsonTree.wellFormedName(name);
      if (name.equals(MESSAGES) && value != JsonNull.NULL) {
        fail(InvalidEvent.field(MESSAGES, "must be a list, not " + value.described()));
      }
      if (!name.equals(MESSAGES) && members.put(name, value) != null) {
        fail(new InvalidEvent(ErrorCode.DUPLICATE_FIELD, name, "is there twice"));
      }
    } catch (InvalidEvent e) {
      boolean nameIsToBlame = Utf8.firstLoneSurrogate(name) >= 0;
      fail(e.code() == ErrorCode.TOO_LARGE || nameIsToBlame ? e : e.under(name));
    }
  }

  private void readMessages(JsonParser parser) throws IOException, RequestRefused {
    if (hasMessages) {
      fail(new InvalidEvent(ErrorCode.DUPLICATE_FIELD, MESSAGES, "is there twice"));
    }
    hasMessages = true;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String path = MESSAGES + "[" + messageCount + "]";
      int index = ++messageCount;
      if (index == Limits.EVENTS) {
        throw new RequestRefused(
            ErrorCode.TOO_LARGE, "a request has at most " + Limits.EVENTS + " events");
      }
      try {
        events.add(messages.read(JsonTree.read(parser, 2), index));
      } catch (InvalidEvent e) {
        rejections.add(e.under(path).at(index));
      }
    }
  }

  private void fail(InvalidEvent e) {
    fault = fault == null ? e : fault;
  }

  private EventBatch batch() throws RequestRefused {
    try {
      Event event = facts.read(new JsonObject(members), 0);
      if (fault != null) {
        throw fault;
      }
      events.add(0, event);
    } catch (InvalidEvent e) {
      rejections.add(0, (fault != null ? fault : e).at(0));
    }
    return new EventBatch(events, rejections);
  }
}
