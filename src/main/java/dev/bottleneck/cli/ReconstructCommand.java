package dev.bottleneck.cli;

import dev.bottleneck.autoencoder.RowClasses;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.report.ImageGrid;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.study.figures.Pixels;
import dev.bottleneck.study.models.ExampleFile;
import dev.bottleneck.study.models.TrainedRun;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
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
    Written.check("--out", out);
    TrainedRun run = model.open();
    ExampleFile.check(out, run.shape());
    Dataset data = examples.open(run);
    if (ExampleFile.isPicture(out)) {
      Dataset shown = data.rows(0, Math.min(first, data.size()));
      INDArray reconstructed = run.reconstruct(shown);
      ExampleFile.writePictures(
          out,
          ImageGrid.of(run.shape().height(), run.shape().width())
              .row("original", Pixels.rows(run.brightness(shown.features())))
              .row("reconstruction", Pixels.rows(run.brightness(reconstructed))));
      Written.line(spec, shown.size() + " examples and their reconstructions", out);
      return;
    }
    Optional<RowClasses> classes = RowClasses.of(data.labels(), data.classNames());
    INDArray reconstructed = run.reconstruct(data);
    ExampleFile.writeExamples(out, reconstructed, classes, run.card());
    Written.line(spec, String.format(Locale.ROOT, "%,d reconstructions", data.size()), out);
    Written.classes(spec, out, classes);
  }
}
