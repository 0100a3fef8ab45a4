package dev.bottleneck;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bottleneck.cli.Commands;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** README and docs: every command is one, every link leads somewhere, every picture is there. */
class DocsTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(?:#[^)]*)?\\)");
  private static final Pattern SOURCE = Pattern.compile("<img [^>]*src=\"([^\"]+)\"");

  static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(Path.of("docs"))) {
      return Stream.concat(
              Stream.of(
                  Path.of("README.md"),
                  Path.of("CONTRIBUTING.md"),
                  Path.of("notebooks", "README.md")),
              docs.filter(file -> file.toString().endsWith(".md")))
          .sorted()
          .toList();
    }
  }

  static List<String> commands() throws IOException {
    List<String> commands = new ArrayList<>();
    for (Path page : pages()) {
      boolean shell = false;
      for (String line : Files.readAllLines(page)) {
        shell = line.startsWith("```") ? line.equals("```sh") : shell;
        if (shell && line.startsWith("./bottleneck ")) {
          commands.add(line);
        }
      }
    }
    return commands;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theCommandLineTakesTheCommand(String line) {
    // Words as a shell parts them; what stands for a folder of the reader's is any.
    String plain =
        line.replaceAll("\\s+(#|> ).*", "").replaceAll("<[a-z]+>", "x").replace("$run", "x");
    List<String> words = new ArrayList<>();
    Matcher word = Pattern.compile("'([^']*)'|(\\S+)").matcher(plain.replace("./bottleneck", ""));
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    assertThat(Commands.complaint(words)).as(line).isEmpty();
  }

  /** A row of README's table of experiments: the names in it, what was published, and ours. */
  private record Row(List<String> names, List<String> published, List<String> ours) {
    static Row of(String line) {
      String[] cells = line.strip().split("\\s*\\|\\s*");
      List<String> names =
          Pattern.compile("`([a-z0-9-]+)`")
              .matcher(cells[1])
              .results()
              .map(found -> found.group(1))
              .toList();
      return new Row(names, figures(cells[3]), figures(cells[4]));
    }

    private static List<String> figures(String cell) {
      return Pattern.compile("[0-9.]+").matcher(cell).results().map(m -> m.group()).toList();
    }
  }

  private static List<Row> experiments() throws IOException {
    return Files.readAllLines(Path.of("README.md")).stream()
        .dropWhile(line -> !line.startsWith("| experiment |"))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .map(Row::of)
        .toList();
  }

  @Test
  void theTableNamesEveryExperimentOnce() throws IOException {
    assertThat(experiments().stream().flatMap(row -> row.names().stream()))
        .containsExactlyInAnyOrderElementsOf(ShippedConfigurations.all().keySet());
  }

  /** Of each that something was published of; as {@code reproduce} found it. */
  @Test
  void theTablesFiguresAreThoseOfTheReproduction() throws IOException {
    Map<String, List<String[]>> found = new TreeMap<>();
    JsonNode rows = new ObjectMapper().readTree(Path.of("results/REPRODUCTION.json").toFile());
    for (JsonNode row : rows) {
      String[] cells = row.get("cells").asText().split(" \\| ");
      if (!cells[2].equals("–")) {
        found.computeIfAbsent(row.get("experiment").asText(), k -> new ArrayList<>()).add(cells);
      }
    }
    Map<String, List<String>> published = new TreeMap<>();
    Map<String, List<String>> ours = new TreeMap<>();
    for (Row row : experiments()) {
      if (!row.published().isEmpty()) {
        published.put(row.names().get(0), row.published());
        ours.put(row.names().get(0), row.ours());
      }
    }
    assertThat(published).isEqualTo(column(found, 2));
    assertThat(ours).isEqualTo(column(found, 3));
  }

  private static Map<String, List<String>> column(Map<String, List<String[]>> rows, int column) {
    Map<String, List<String>> cells = new TreeMap<>();
    rows.forEach((name, its) -> cells.put(name, its.stream().map(c -> c[column]).toList()));
    return cells;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(Path page) throws IOException {
    String text = Files.readString(page);
    Stream.of(LINK, SOURCE)
        .flatMap(pattern -> pattern.matcher(text).results())
        .map(found -> found.group(1))
        .filter(target -> !target.startsWith("https://"))
        .forEach(
            target ->
                assertThat(page.resolveSibling(target)).as("%s in %s", target, page).exists());
  }
}
