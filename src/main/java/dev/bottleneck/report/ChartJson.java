package dev.bottleneck.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;

/** A chart's data as JSON that is safe within a script element: no text in it can end that. */
final class ChartJson {
  /** More than a screen can show. */
  private static final MathContext DIGITS = new MathContext(5);

  private static final JsonMapper JSON = mapper();

  private ChartJson() {}

  static String of(Map<String, Object> data) {
    try {
      return JSON.writeValueAsString(data);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a chart's data cannot be written", e);
    }
  }

  private static JsonMapper mapper() {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            // A map's own order may be another one in each process, and equal runs have equal
            // pages.
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .addModule(
                new SimpleModule()
                    .addSerializer(Double.class, new Rounded())
                    .addSerializer(double[].class, new RoundedAll()))
            .build();
    mapper.getFactory().setCharacterEscapes(new ScriptEscapes());
    return mapper;
  }

  private static void write(double value, JsonGenerator out) throws IOException {
    if (!Double.isFinite(value)) {
      out.writeNull();
    } else if (value == Math.rint(value) && Math.abs(value) < 1e5) {
      out.writeNumber((int) value);
    } else {
      out.writeNumber(new BigDecimal(value).round(DIGITS).stripTrailingZeros().toString());
    }
  }

  private static final class Rounded extends JsonSerializer<Double> {
    @Override
    public void serialize(Double value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      write(value, out);
    }
  }

  private static final class RoundedAll extends JsonSerializer<double[]> {
    @Override
    public void serialize(double[] values, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeStartArray();
      for (double value : values) {
        write(value, out);
      }
      out.writeEndArray();
    }
  }

  /** "</script" and "<!--" would be read as HTML. */
  private static final class ScriptEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1;

    private final int[] ascii = CharacterEscapes.standardAsciiEscapesForJSON();

    ScriptEscapes() {
      for (char c : "<>&'".toCharArray()) {
        ascii[c] = CharacterEscapes.ESCAPE_STANDARD;
      }
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ascii;
    }

    @Override
    public SerializableString getEscapeSequence(int c) {
      return null; // as Jackson writes any other
    }
  }
}
