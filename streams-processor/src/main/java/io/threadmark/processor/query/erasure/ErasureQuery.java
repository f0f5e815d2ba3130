package io.threadmark.processor.query.erasure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.processor.cluster.StoreAccess;
import io.threadmark.processor.erasure.rows.ErasureRows;
import io.threadmark.processor.query.http.Views;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.schema.Key;
import io.threadmark.schema.Micros;
import io.threadmark.schema.state.ErasureRow;

/** How far a command to erase is. It does not tell whom it is about. */
public final class ErasureQuery {
  private final StoreAccess stores;

  public ErasureQuery(StoreAccess stores) {
    this.stores = stores;
  }

  /** The erasure of an id; null where there is none. */
  public ObjectNode find(String project, String erasureId) {
    Key key = Key.erasure(project, erasureId);
    ErasureRow row = ErasureRows.get(stores.rows(StateStores.ERASURES, key), key.bytes());
    if (row == null) {
      return null;
    }
    Long finishedAt = row.getFinishedAt();
    ObjectNode view = Views.object();
    view.put("erasure_id", erasureId);
    view.put("subject_kind", row.getErasure().getSubjectKind());
    view.put("state", finishedAt == null ? "RUNNING" : "DONE");
    view.put("requested_at", row.getErasure().getStamp().getEventTime().toString());
    view.put("finished_at", finishedAt == null ? null : Micros.toInstant(finishedAt).toString());
    view.putObject("erased")
        .put("threads", row.getThreads())
        .put("traces", row.getTraces())
        .put("messages", row.getMessages())
        .put("feedback", row.getFeedback());
    return view;
  }
}
