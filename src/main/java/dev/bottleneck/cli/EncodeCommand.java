package dev.bottleneck.cli;

import dev.bottleneck.autoencoder.MatrixFile;
import dev.bottleneck.autoencoder.RowClasses;
import dev.bottleneck.autoencoder.VariableName;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.study.models.ExampleFile;
import dev.bottleneck.study.models.TrainedRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bottleneck encode}: the codes of examples. */
@Command(
    name = "encode",
    description = "Write the codes of examples, [n, units].",
    mixinStandardHelpOptions = true)
final class EncodeCommand implements Runnable {
  @Mixin private ModelOptions model;
  @Mixin private ExampleOptions examples;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "A .npy, .csv or .mat; may be repeated.")
  private List<Path> out;

  @Option(
      names = "--variable",
      paramLabel = "NAME",
      defaultValue = "code",
      description = "MATLAB's variable, and what CSV's columns begin with (default: code).")
  private String variable;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    VariableName.require("--variable", variable);
    for (Path file : out) {
      Written.check("--out", file);
      MatrixFile.of(file);
    }
    TrainedRun run = model.open();
    Dataset data = examples.open(run);
    Optional<RowClasses> classes = RowClasses.of(data.labels(), data.classNames());
    INDArray codes = run.encode(data);
    for (Path file : out) {
      ExampleFile.writeMatrix(file, codes, classes, variable);
      Written.line(
          spec,
          String.format(Locale.ROOT, "%,d codes of %d units", codes.size(0), codes.size(1)),
          file);
      Written.classes(spec, file, classes);
    }
  }
}
