package dev.bottleneck.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** Cells of a notebook, evaluated one after another as Jupyter's kernel does: by JShell. */
public final class Cells implements AutoCloseable {
  /** JShell's engine of this process gives the thread one of its own. */
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  private final JShell shell = JShell.builder().executionEngine("local").build();

  public Cells() {
    shell.addToClasspath(System.getProperty("java.class.path"));
  }

  /** Evaluates the cells of the notebook that the first word names. */
  public static void main(String[] words) throws IOException {
    JsonNode notebook = new JsonMapper().readTree(Path.of(words[0]).toFile());
    try (Cells cells = new Cells()) {
      for (JsonNode cell : notebook.get("cells")) {
        if (cell.get("cell_type").asText().equals("code")) {
          StringBuilder text = new StringBuilder();
          cell.get("source").forEach(line -> text.append(line.asText()));
          System.out.println(cells.evaluate(text.toString()));
        }
      }
    }
  }

  /**
   * Evaluates all of {@code text}.
   *
   * @return the value of the last snippet, as JShell shows it
   * @throws IllegalStateException if one is no Java, or throws
   */
  public String evaluate(String text) {
    String left = text;
    String value = "";
    while (!left.isBlank()) {
      CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(left);
      for (SnippetEvent event : shell.eval(info.source())) {
        List<String> errors =
            shell
                .diagnostics(event.snippet())
                .filter(Diag::isError)
                .map(error -> error.getMessage(null))
                .toList();
        if (!errors.isEmpty() || event.exception() != null) {
          throw new IllegalStateException(info.source() + ": " + errors, event.exception());
        }
        value = event.value();
      }
      left = info.remaining();
    }
    return value;
  }

  @Override
  public void close() {
    shell.close();
    Thread.currentThread().setContextClassLoader(before);
  }
}
