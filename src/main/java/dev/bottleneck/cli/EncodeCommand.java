package dev.bottleneck.cli;

import dev.bottleneck.autoencoder.MatrixFile;
import dev.bottleneck.data.Dataset;
import dev.bottleneck.study.ExampleFile;
import dev.bottleneck.study.TrainedRun;
import java.nio.file.Path;
import java.util.List;
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
    out.forEach(MatrixFile::of);
    TrainedRun run = model.open();
    Dataset data = examples.open(run);
    INDArray codes = run.autoencoder().encode(data.features());
    for (Path file : out) {
      ExampleFile.writeMatrix(file, codes, data.labels(), variable);
      Written.line(spec, "%,d codes of %d units".formatted(codes.size(0), codes.size(1)), file);
    }
  }
}
