package dev.bottleneck.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.yaml.Yaml;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables as people have them: read rightly, or asked about in one line. */
class CsvFileTest {
  private static final float[][] TWO = {{0.5f, -1}, {7, 0.25f}};

  @TempDir private Path folder;

  private Dataset read(byte[] bytes, String... assignments) throws IOException {
    Path file = Files.write(folder.resolve("my data.csv"), bytes);
    ObjectNode options = Yaml.MAPPER.valueToTree(ReadingOptions.DEFAULTS);
    for (String assignment : assignments) {
      options.put(assignment.split("=")[0], assignment.split("=")[1]);
    }
    ReadingOptions reading = Yaml.MAPPER.treeToValue(options, ReadingOptions.class);
    return Datasets.open("csv:" + file, DataOptions.of(Map.of(), folder).withReading(reading))
        .pool();
  }

  private Dataset read(String text, String... assignments) throws IOException {
    return read(text.getBytes(StandardCharsets.UTF_8), assignments);
  }

  /** The same two rows of two values, in the ways in which they are written. */
  static List<String> ways() {
    return List.of(
        "0.5,-1\n7,0.25\n",
        "0.5,-1\n7,0.25",
        "0.5,-1\r\n7,0.25\r\n",
        "0.5,-1\r7,0.25\r",
        "\uFEFF0.5,-1\n7,0.25\n",
        "\uFEFFa,b\n0.5,-1\n7,0.25\n",
        "\uFEFF\"a\",\"b\"\n0.5,-1\n7,0.25\n",
        "a,b\n\n0.5,-1\n\n\n7,0.25\n\n",
        "a,b\n0.5,-1\n7,0.25\n,\n",
        "a,b,\n0.5,-1,\n7,0.25,\n",
        "# by a tool\n# again\na,b\n0.5,-1\n7,0.25\n",
        "a;b\n0.5;-1\n7;0.25\n",
        "a;b\n0,5;-1\n7;0,25\n",
        "a\tb\n0.5\t-1\n7\t0.25\n",
        "a\tb\n0,5\t-1\n7\t0,25\n",
        "a|b\n0.5|-1\n7|0.25\n",
        "a b\n 0.5   -1\n7 0.25 \n",
        "a, b\n0.5, -1\n7, 0.25\n",
        "\"a\",\"b\"\n\"0,5\",\"-1\"\n\"7\",\"0,25\"\n",
        "a,b\n0.5\u00A0,-1\n+7.0e0,2.5E-1\n",
        "a,b\n.5,-1.\n7,000.25\n",
        ",a,b\n0,0.5,-1\n1,7,0.25\n",
        "Unnamed: 0,a,b\n5,0.5,-1\n6,7,0.25\n",
        "id,a,b\n1,0.5,-1\n2,7,0.25\n",
        ",a,b\nfirst,0.5,-1\nsecond,7,0.25\n");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void readsWhatIsMeant(String text) throws IOException {
    assertThat(read(text).features().toFloatMatrix()).isDeepEqualTo(TWO);
    assertThat(read(text).labels()).isEmpty();
    assertThat(read(text).sources()).containsOnlyKeys("my data.csv");
    assertThat(read(text).name()).isEqualTo("my data");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
  void readsWhatSaysItsEncoding(String charset) throws IOException {
    byte[] bytes = "\uFEFFa,b\n0.5,-1\n7,0.25\n".getBytes(Charset.forName(charset));
    assertThat(read(bytes).features().toFloatMatrix()).isDeepEqualTo(TWO);
  }

  @Test
  void readsGzip() throws IOException {
    assertThat(read(gzip("0.5,-1\n7,0.25\n")).features().toFloatMatrix()).isDeepEqualTo(TWO);
    byte[] whole = gzip("0.5,-1\n7,0.25\n");
    for (int length = 3; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("corrupt gzip data");
    }
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  /** Classes keep their names, in the order of their numbers where they are numbers. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "label | 2,10,1 | 1 2 10",
        "Label | 2,10,1 | 1 2 10",
        "LABEL | 1.0,2.0,1.0 | 1 2",
        "class | ok,bad,ok | bad ok",
        "\uFEFFlabel | b,ä,a | a b ä",
        "\"label\" | \"x y\",z,z | x y/z",
      })
  void findsTheClasses(String header, String values, String names) throws IOException {
    String[] v = values.split(",");
    String text = header + ",a\n" + v[0] + ",1\n" + v[1] + ",2\n" + v[2] + ",3\n";
    Dataset data = read(text);
    assertThat(data.classNames())
        .containsExactly(names.contains("/") ? names.split("/") : names.split(" "));
    assertThat(data.features().toFloatVector()).containsExactly(1, 2, 3);
    assertThat(data.featureNames()).containsExactly("a");
    assertThat(data.notes().get(0)).contains("3 rows, 1 features, classes from column «");
  }

  @Test
  void columnsAreNamedOrNumbered() throws IOException {
    String text = "a,kind,b,row\n1,x,2,7\n3,y,4,9\n";
    for (String column : List.of("kind", "KIND", "2")) {
      Dataset data = read(text, "labelColumn=" + column, "indexColumn=row");
      assertThat(data.featureNames()).containsExactly("a", "b");
      assertThat(data.classNames()).containsExactly("x", "y");
    }
    assertThat(read("1,x,2\n3,y,4\n", "labelColumn=2").features().toFloatMatrix())
        .isDeepEqualTo(new float[][] {{1, 2}, {3, 4}});
    assertThat(read("label,a\n1,2\n", "labelColumn=none").featureNames())
        .containsExactly("label", "a");
    assertThatThrownBy(() -> read(text, "labelColumn=kid"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("labelColumn is \"kid\": did you mean \"kind\"?");
    assertThatThrownBy(() -> read("1,2,7\n3,4,1\n5,5,5\n", "labelColumn=9"))
        .hasMessageContaining("the table has no header: give its number, from 1 to 3");
  }

  @Test
  void saysWhatItUnderstood() throws IOException {
    String text = "id;width;species;label\n1;0,5;3;A\n2;1,5;4;B\n3;2,5;4;B\n;;;\n";
    assertThat(read(text).notes())
        .containsExactly(
            "csv:"
                + folder.resolve("my data.csv")
                + ": 3 rows, 2 features, classes from column «label» (A 1, B 2); semicolons,"
                + " decimal commas; the first line is a header; column «id» left out: it numbers or"
                + " names the rows; 1 blank lines passed over");
    assertThat(read("species,a\n1,2\n2,3\n").notes().get(0))
        .contains(
            "column «species» is a feature: if it holds the classes, set labelColumn=species");
  }

  /** What can be meant in two ways is asked about, and the answer is taken. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'0,5\n1,0\n0,9\n' | separator=comma or decimal=comma | separator=comma | 0 5",
        "'0,5\n1,0\n0,9\n' | separator=comma or decimal=comma | decimal=comma | 0.5",
        "'0,1,2\n5,3,9\n4,4,4\n' | header=first if | header=first | 5 3 9",
        "'0,1,2\n5,3,9\n4,4,4\n' | header=first if | header=none | 0 1 2",
        "'2019,2020,2021\n.5,.3,.9\n' | header=first if | header=first | .5 .3 .9",
        "'a;b\n1,234;5,678\n' | set decimal=comma | decimal=comma | 1.234 5.678",
        "'x1,2\n3,4\n5,6\n' | text beside numbers | header=first | 3 4",
      })
  void asksWhatItCannotKnow(String text, String question, String answer, String firstRow)
      throws IOException {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(question);
    String[] numbers = firstRow.split(" ");
    float[] row = read(text, answer).features().getRow(0).toFloatVector();
    assertThat(row).hasSize(numbers.length);
    for (int i = 0; i < row.length; i++) {
      assertThat(row[i]).isEqualTo(Float.parseFloat(numbers[i]));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'a,b\n0,1\n0,1,0\n' | line 3: has 3 values, but the lines before have 2",
        "'.5,1\n0,x\n' | line 2: column «column 2»: \"x\" is not a number",
        "'a,b\n0,1\n0,\n' | line 3: column «b»: it is empty",
        "'a,b\n0,1\n\n0,NaN\n' | line 4: column «b»: \"NaN\" is not a number",
        "'a,b\n0,Infinity\n' | set labelColumn=b",
        "'a,b\n0,1\n0,1f\n' | line 3: column «b»: \"1f\" is not a number",
        "'a,b\n0,1\n0,0x1p-1\n' | \"0x1p-1\" is not a number",
        "'a,b\n0,1\n0,1e400\n' | 1e400 is larger than a float can be",
        "'a,b\n0,1\n0,1_0\n' | \"1_0\" is not a number",
        "'a;b\n0;1.234,5\n0,5;1\n' | \"1.234,5\" is not a number",
        "'label,a\n,0\n' | line 2: column «label»: it names no class",
        "'label,Label,a\n1,0,3\n' | 2 columns may hold the classes, «label», «Label»",
        "'label\n1\n' | no column is left",
        "'a,b\n' | my data.csv holds no values",
        "'' | my data.csv holds no values",
        "'\n\n' | my data.csv holds no values",
        "'.5,\"1\n' | line 1: a quotation is open at its end",
        "'a,kind\n1,red\n2,blue\n' | column «kind»: \"red\" is not a number: if it holds the classes, set labelColumn=kind",
      })
  void refusesWithFileLineAndWayOut(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void refusesWhatIsNoTextOrNoFile() throws IOException {
    assertThatThrownBy(() -> read("größe\n1\n".getBytes(StandardCharsets.ISO_8859_1)))
        .hasMessageContaining("line 1: it is not UTF-8 text");
    assertThatThrownBy(() -> Datasets.open("csv:" + folder, DataOptions.of(Map.of(), folder)))
        .hasMessageContaining("is no regular file");
    assertThatThrownBy(
            () -> Datasets.open("csv:" + folder.resolve("no"), DataOptions.of(Map.of(), folder)))
        .hasMessageContaining("does not exist");
  }

  @ParameterizedTest
  @ValueSource(strings = {"de-DE", "tr-TR", "ar-EG", "fa-IR"})
  void readsAndSaysTheSameInEveryLocale(String language) throws IOException {
    String text = "ID,a,LABEL\n1,0.5,10\n2,1.5,2\n";
    List<String> notes = read(text).notes();
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag(language));
    try {
      assertThat(read(text).notes()).isEqualTo(notes);
      assertThat(read(text).features().toFloatVector()).containsExactly(0.5f, 1.5f);
    } finally {
      Locale.setDefault(before);
    }
  }

  /** Every truncation and some hundred changed bytes: read, or refused in one line. */
  @Test
  void survivesDamage() throws IOException {
    byte[] good = "id,a,b,label\n1,0.5,\"1,5\",x\n2,7,2.5,y\n".getBytes(StandardCharsets.UTF_8);
    Random random = new Random(5);
    int refused = 0;
    for (int i = 0; i < good.length + 400; i++) {
      byte[] bad = i < good.length ? Arrays.copyOf(good, i) : good.clone();
      if (i >= good.length) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      try {
        read(bad);
      } catch (UserError e) {
        assertThat(e.getMessage()).doesNotContain("\n");
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }
}
