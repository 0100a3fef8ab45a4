package dev.bottleneck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.cli.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
    String plain = line.replaceAll("\\s+#.*", "").replaceAll("<[a-z]+>", "x").replace("$run", "x");
    List<String> words = new ArrayList<>();
    Matcher word = Pattern.compile("'([^']*)'|(\\S+)").matcher(plain.replace("./bottleneck", ""));
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    assertThat(Commands.complaint(words)).as(line).isEmpty();
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
