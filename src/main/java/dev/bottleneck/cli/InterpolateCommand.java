package dev.bottleneck.cli;

import dev.bottleneck.autoencoder.RowClasses;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.report.ImageGrid;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.study.figures.Pixels;
import dev.bottleneck.study.models.ExampleFile;
import dev.bottleneck.study.models.TrainedRun;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bottleneck interpolate}: from one example to another along a straight line of codes. */
@Command(
    name = "interpolate",
    description = "Decode the codes on a straight line between those of two examples.",
    mixinStandardHelpOptions = true)
final class InterpolateCommand implements Runnable {
  @Mixin private ModelOptions model;
  @Mixin private ExampleOptions examples;

  @Option(
      names = "--between",
      paramLabel = "I",
      arity = "2",
      required = true,
      description = "Two examples by their places in the data, counted from 0; not classes.")
  private int[] between;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "10",
      description = "Codes on the line, both ends among them (default: 10).")
  private int steps;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description =
          "A .png, which shows the two examples at the ends as well, or a .npy, .csv or .mat.")
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    Require.atLeast("--steps", steps, 2);
    Written.check("--out", out);
    TrainedRun run = model.open();
    ExampleFile.check(out, run.shape());
    Dataset data = examples.open(run);
    for (int example : between) {
      Require.between("--between", example, 0, data.size() - 1);
    }
    Dataset ends = data.select(between);
    INDArray decoded = run.decode(line(run.encode(ends)));
    if (ExampleFile.isPicture(out)) {
      float[][] originals = Pixels.rows(run.brightness(ends.features()));
      float[][] row =
          Stream.of(
                  new float[][] {originals[0]},
                  Pixels.rows(run.brightness(decoded)),
                  new float[][] {originals[1]})
              .flatMap(Stream::of)
              .toArray(float[][]::new);
      ExampleFile.writePictures(
          out, ImageGrid.of(run.shape().height(), run.shape().width()).row("", row));
    } else {
      ExampleFile.writeExamples(out, decoded, Optional.empty(), run.card());
    }
    Written.line(spec, steps + " steps from " + example(ends, 0) + " to " + example(ends, 1), out);
  }

  /** Such as "example 3, of class 0 (ankle)". */
  private String example(Dataset ends, int end) {
    Optional<RowClasses> classes = RowClasses.of(ends.labels(), ends.classNames());
    String ofClass =
        classes
            .map(
                known ->
                    ", of class "
                        + known.labels()[end]
                        + (known.named() ? " (" + known.name(end) + ")" : ""))
            .orElse("");
    return "example " + between[end] + ofClass;
  }

  private INDArray line(INDArray ends) {
    INDArray[] codes = new INDArray[steps];
    for (int i = 0; i < steps; i++) {
      double share = i / (steps - 1.0);
      codes[i] = ends.getRow(0, true).mul(1 - share).addi(ends.getRow(1, true).mul(share));
    }
    return Nd4j.vstack(codes);
  }
}
