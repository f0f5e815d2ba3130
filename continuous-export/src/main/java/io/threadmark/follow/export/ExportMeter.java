package io.threadmark.follow.export;

import io.threadmark.follow.manifest.Manifest;
import io.threadmark.follow.manifest.Part;
import io.threadmark.follow.part.ThreadChange;

/** Is told what an export does. */
public interface ExportMeter {
  /** Nobody listens. */
  ExportMeter NONE =
      new ExportMeter() {
        @Override
        public void row(ThreadChange change) {}

        @Override
        public void stored(Part part) {}

        @Override
        public void committed(Manifest manifest) {}
      };

  /** A row was taken. */
  void row(ThreadChange change);

  /** A part is in the storage; it counts from the next commit on. */
  void stored(Part part);

  void committed(Manifest manifest);
}
