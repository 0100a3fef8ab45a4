package dev.bottleneck.export;

import dev.bottleneck.device.Machine;
import dev.bottleneck.runtime.Build;
import dev.bottleneck.runtime.WholeFile;
import dev.bottleneck.testing.OnnxSession;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The page of what ONNX Runtime computes of every variant. */
final class OnnxPage {
  private static final String HEAD =
      """
      # ONNX

      The network of every arm of every shipped autoencoder, at its shipped size, with random weights and biases, is written as
      `./bottleneck export --onnx` writes it and computed by ONNX Runtime. The table has the largest difference of any value from
      `encode`, `decode` and `reconstruct`, by the compiled engine and by Deeplearning4j itself, for batches of one and of seven:
      examples of which a fifth of the values is not 0, as in images of digits, and codes, all uniform in [0, 1]. The test holds
      these networks, and the same ones made small, to 1e-5.

      """;

  private OnnxPage() {}

  /**
   * @param without experiments of which there is no ONNX, and why
   */
  static void write(Path page, List<Agreement> rows, Map<String, String> without)
      throws IOException {
    StringBuilder text = new StringBuilder(HEAD);
    Map<String, Object> machine = Machine.describe();
    text.append(
        String.format(
            Locale.ROOT,
            "`./mvnw test -Dtest=OnnxVariantsTest -Donnx.page=%s` on %s, commit %s; %s, %s cores;"
                + " Java %s; Deeplearning4j %s; ONNX Runtime %s.%n%n",
            page,
            LocalDate.now(ZoneOffset.UTC),
            Build.commit(),
            machine.get("cpu"),
            machine.get("cores"),
            machine.get("java"),
            machine.get("dl4j"),
            OnnxSession.version()));
    text.append("| experiment, arm | encoder | decoder | whole |\n|---|---:|---:|---:|\n");
    for (Agreement row : rows) {
      text.append("| ").append(row.variant());
      for (Part part : Part.values()) {
        Double largest = row.largest().get(part);
        text.append(" | ")
            .append(largest == null ? "–" : String.format(Locale.ROOT, "%.1e", largest));
      }
      text.append(" |\n");
    }
    text.append(
        "\n–: the decoder needs more than the code, since connections lead around it; it is refused.\n");
    text.append("\nWithout ONNX:\n\n");
    without.forEach(
        (name, reason) ->
            text.append("- `").append(name).append("`: ").append(reason).append('\n'));
    WholeFile.write(page, text.toString());
  }
}
