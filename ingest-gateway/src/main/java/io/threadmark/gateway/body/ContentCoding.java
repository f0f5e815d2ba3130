package io.threadmark.gateway.body;

import com.github.luben.zstd.ZstdInputStream;
import io.threadmark.gateway.body.BoundedBytes.TooLarge;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.Limits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.DataFormatException;

/** How a body is packed. Unpacking stops at the size that a body may have. */
public enum ContentCoding {
  IDENTITY {
    @Override
    public void unpack(byte[] packed, BoundedBytes out) throws TooLarge {
      out.write(packed, packed.length);
    }
  },
  GZIP {
    @Override
    public void unpack(byte[] packed, BoundedBytes out) throws DataFormatException, TooLarge {
      GzipMembers.unpack(packed, out);
    }
  },
  DEFLATE {
    @Override
    public void unpack(byte[] packed, BoundedBytes out) throws DataFormatException, TooLarge {
      Deflated.unpackAll(packed, out);
    }
  },
  ZSTD {
    @Override
    public void unpack(byte[] packed, BoundedBytes out) throws IOException, TooLarge {
      try (ZstdInputStream in = new ZstdInputStream(new ByteArrayInputStream(packed))) {
        in.setLongMax(ZSTD_WINDOW_LOG);
        out.writeAll(in);
      }
    }
  };

  /** A frame may ask for a window of up to 16 MiB, more than any body has. */
  private static final int ZSTD_WINDOW_LOG = 24;

  /**
   * The coding by the header {@code Content-Encoding}.
   *
   * @param header null where there is none
   */
  public static ContentCoding of(String header) throws RequestRefused {
    String word = header == null ? "" : header.strip().toLowerCase(Locale.ROOT);
    return switch (word) {
      case "", "identity" -> IDENTITY;
      case "gzip", "x-gzip" -> GZIP;
      case "deflate" -> DEFLATE;
      case "zstd" -> ZSTD;
      default ->
          throw new RequestRefused(
              ErrorCode.UNSUPPORTED_CONTENT_ENCODING,
              "Content-Encoding",
              "must be gzip, deflate, zstd or identity");
    };
  }

  /** The body as it was before it was packed. */
  public byte[] unpack(byte[] packed) throws RequestRefused {
    if (this == IDENTITY || packed.length == 0) {
      return packed; // no body has no coding
    }
    BoundedBytes out = new BoundedBytes(Limits.BODY_BYTES, 4 * packed.length);
    try {
      unpack(packed, out);
      return out.toByteArray();
    } catch (TooLarge e) {
      throw new RequestRefused(
          ErrorCode.TOO_LARGE, "a body has at most " + Limits.BODY_BYTES + " bytes unpacked");
    } catch (IOException | DataFormatException e) {
      throw new RequestRefused(
          ErrorCode.INVALID_CONTENT_ENCODING,
          "the body is not complete " + name().toLowerCase(Locale.ROOT) + ", or damaged");
    }
  }

  public abstract void unpack(byte[] packed, BoundedBytes out)
      throws IOException, DataFormatException, TooLarge;
}
