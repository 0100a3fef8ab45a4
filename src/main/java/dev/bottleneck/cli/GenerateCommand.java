package dev.bottleneck.cli;

import dev.bottleneck.data.Datasets;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.models.ExampleFile;
import dev.bottleneck.study.models.TrainedRun;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bottleneck generate}: examples decoded from codes, drawn or given. */
@Command(
    name = "generate",
    description = "Decode codes that are drawn from N(0, I), or that you give.",
    mixinStandardHelpOptions = true)
final class GenerateCommand implements Runnable {
  private static final int IN_A_ROW = 10;

  @Mixin private ModelOptions model;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "A .png, .npy, .csv or .mat.")
  private Path out;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "40",
      description = "How many are drawn (default: 40).")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the codes that are drawn (default: 1).")
  private long seed;

  @Option(
      names = "--codes",
      paramLabel = "FILE",
      description = "A .npy of codes [n, units] to decode, such as 'encode' writes; none is drawn.")
  private Path codes;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    Require.atLeast("--count", count, 1);
    Written.check("--out", out);
    TrainedRun run = model.open();
    ExampleFile.check(out, run.shape());
    INDArray decoded = run.decode(codes == null ? drawn(run) : given(run));
    if (ExampleFile.isPicture(out)) {
      ExampleFile.writePictures(out, run.shape(), run.brightness(decoded), IN_A_ROW);
    } else {
      ExampleFile.writeExamples(out, decoded, Optional.empty(), run.card());
    }
    Written.line(spec, String.format(Locale.ROOT, "%,d examples decoded", decoded.size(0)), out);
  }

  /** From Java's generator, which is the same on every machine. */
  private INDArray drawn(TrainedRun run) {
    if (!run.card().standardNormalCode()) {
      throw new UserError(
          "this model's codes follow no known distribution to draw from, as those of 'variational'"
              + " do; give codes with --codes");
    }
    Random random = new Random(seed);
    float[][] values = new float[count][run.autoencoder().codeUnits()];
    for (float[] code : values) {
      for (int i = 0; i < code.length; i++) {
        code[i] = (float) random.nextGaussian();
      }
    }
    return Nd4j.createFromArray(values);
  }

  private INDArray given(TrainedRun run) {
    INDArray matrix = Datasets.matrix(codes).features();
    if (matrix.size(1) != run.autoencoder().codeUnits()) {
      throw new UserError(
          codes
              + ": its codes have "
              + matrix.size(1)
              + " units, those of the model "
              + run.autoencoder().codeUnits());
    }
    return matrix;
  }
}
