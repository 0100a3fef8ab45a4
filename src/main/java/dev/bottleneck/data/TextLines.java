package dev.bottleneck.data;

import dev.bottleneck.runtime.UserError;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The lines of a text file, gzipped or not, one after the other and never all at once; its SHA-256
 * comes with the reading.
 *
 * <p>UTF-8, or UTF-16 that says so by its byte order mark; a mark is no part of the text. Lines end
 * with LF, CR or both.
 */
final class TextLines implements AutoCloseable {
  /** No table's line is longer; what has no line ends, such as a device, ends here. */
  private static final int LONGEST = 1 << 24;

  private final Path file;
  private final DigestInputStream bytes;
  private final Reader reader;
  private final StringBuilder text = new StringBuilder();
  private long line;
  private boolean lastWasReturn;

  private TextLines(Path file, DigestInputStream bytes, Reader reader) {
    this.file = file;
    this.bytes = bytes;
    this.reader = reader;
  }

  /**
   * Opens a file.
   *
   * @throws UserError if it is missing, no regular file, or cannot be read
   */
  static TextLines open(Path file) {
    if (!Files.isRegularFile(file)) {
      // A pipe or a device may never end.
      throw new UserError(file + (Files.exists(file) ? " is no regular file" : " does not exist"));
    }
    try {
      DigestInputStream bytes = new DigestInputStream(Files.newInputStream(file), Sha256.digest());
      return new TextLines(file, bytes, reader(bytes));
    } catch (ZipException | EOFException e) {
      throw new UserError(file + " is corrupt gzip data: get it again", e);
    } catch (IOException e) {
      throw new UserError(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Reader reader(InputStream bytes) throws IOException {
    PushbackInputStream packed =
        new PushbackInputStream(new BufferedInputStream(bytes, 1 << 16), 2);
    byte[] magic = packed.readNBytes(2);
    packed.unread(magic);
    boolean gzip = magic.length == 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
    PushbackInputStream in =
        new PushbackInputStream(gzip ? new GZIPInputStream(packed, 1 << 16) : packed, 3);
    byte[] mark = in.readNBytes(3);
    Charset charset = StandardCharsets.UTF_8;
    int markBytes = 0;
    if (mark.length == 3
        && mark[0] == (byte) 0xEF
        && mark[1] == (byte) 0xBB
        && mark[2] == (byte) 0xBF) {
      markBytes = 3;
    } else if (mark.length >= 2 && mark[0] == (byte) 0xFF && mark[1] == (byte) 0xFE) {
      markBytes = 2;
      charset = StandardCharsets.UTF_16LE;
    } else if (mark.length >= 2 && mark[0] == (byte) 0xFE && mark[1] == (byte) 0xFF) {
      markBytes = 2;
      charset = StandardCharsets.UTF_16BE;
    }
    in.unread(mark, markBytes, mark.length - markBytes);
    return new BufferedReader(
        new InputStreamReader(
            in,
            charset
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)),
        1 << 16);
  }

  /** The next line without its end; {@code null} after the last. */
  String next() {
    try {
      return read();
    } catch (CharacterCodingException e) {
      throw error(
          "it is not UTF-8 text: save it as UTF-8, such as by iconv -f latin1 -t utf-8",
          line + 1,
          e);
    } catch (ZipException | EOFException e) {
      throw new UserError(file + " is corrupt gzip data: get it again", e);
    } catch (IOException e) {
      throw new UserError(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private String read() throws IOException {
    text.setLength(0);
    for (int c = reader.read(); c >= 0; c = reader.read()) {
      boolean followsReturn = lastWasReturn;
      lastWasReturn = c == '\r';
      if (c == '\n' && followsReturn) {
        continue;
      }
      if (c == '\n' || c == '\r') {
        line++;
        return text.toString();
      }
      if (text.length() == LONGEST) {
        throw error("longer than 16 million characters: no table has such a line", line + 1, null);
      }
      text.append((char) c);
    }
    if (text.length() == 0) {
      return null;
    }
    line++;
    return text.toString();
  }

  /** The number of the line that was read last, from 1. */
  long line() {
    return line;
  }

  /** What is wrong with the line that was read last. */
  UserError error(String what, Throwable cause) {
    return error(what, line, cause);
  }

  /** What is wrong with a line. */
  UserError error(String what, long number, Throwable cause) {
    return new UserError(file + ", line " + number + ": " + what, cause);
  }

  /** Of the whole file, once all lines were read. */
  String sha256() {
    return Sha256.hex(bytes.getMessageDigest().digest());
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UserError(file + " cannot be closed: " + e.getMessage(), e);
    }
  }
}
