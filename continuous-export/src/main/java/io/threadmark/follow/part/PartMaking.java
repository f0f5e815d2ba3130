package io.threadmark.follow.part;

import io.threadmark.dataset.row.FileKind;
import io.threadmark.follow.manifest.PartName;
import java.nio.file.Path;

/**
 * How parts are made.
 *
 * @param folder where they are worked on
 * @param maker who makes them
 * @param makerId 16 hexadecimal digits, of this maker alone
 */
public record PartMaking(
    Path folder, FileKind kind, PartBounds bounds, PartName.Maker maker, String makerId) {}
