package dev.bottleneck.cli;

import dev.bottleneck.data.Dataset;
import dev.bottleneck.report.ImageGrid;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.study.ExampleFile;
import dev.bottleneck.study.Pixels;
import dev.bottleneck.study.TrainedRun;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bottleneck reconstruct}: what the decoder makes of the codes of examples. */
@Command(
    name = "reconstruct",
    description = "Write examples as the autoencoder gives them back.",
    mixinStandardHelpOptions = true)
final class ReconstructCommand implements Runnable {
  @Mixin private ModelOptions model;
  @Mixin private ExampleOptions examples;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description =
          "A .png shows the first examples above their reconstructions; a .npy, .csv or .mat holds"
              + " the reconstructions of all.")
  private Path out;

  @Option(
      names = "--first",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many a .png shows (default: 10).")
  private int first;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    Require.atLeast("--first", first, 1);
    TrainedRun run = model.open();
    ExampleFile.check(out, run.shape());
    Dataset data = examples.open(run);
    if (ExampleFile.isPicture(out)) {
      Dataset shown = data.rows(0, Math.min(first, data.size()));
      INDArray reconstructed = run.autoencoder().reconstruct(shown.features());
      ExampleFile.writePictures(
          out,
          ImageGrid.of(run.shape().height(), run.shape().width())
              .row("original", Pixels.rows(shown.features()))
              .row("reconstruction", Pixels.rows(reconstructed)));
      Written.line(spec, "%d examples and their reconstructions".formatted(shown.size()), out);
      return;
    }
    INDArray reconstructed = run.autoencoder().reconstruct(data.features());
    ExampleFile.writeMatrix(out, reconstructed, data.labels(), "value");
    Written.line(spec, "%,d reconstructions".formatted(data.size()), out);
  }
}
