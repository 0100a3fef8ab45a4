package dev.bottleneck;

import static dev.bottleneck.Bottleneck.computed;
import static dev.bottleneck.BottleneckException.orTold;

import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.models.TrainedRun;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A trained autoencoder. Examples go in and come out in the data's own units: the scaling that it
 * was trained with is applied and undone here. Nothing is corrupted and no noise is drawn. Not for
 * several threads at once.
 */
public final class Autoencoder {
  private final TrainedRun run;

  private Autoencoder(TrainedRun run) {
    this.run = run;
  }

  static Autoencoder of(TrainedRun run) {
    return new Autoencoder(run);
  }

  /**
   * Loads one.
   *
   * @param model a run's folder, the folder of one of its arms, or a model's {@code .zip}
   */
  public static Autoencoder load(Path model) {
    return computed(() -> of(TrainedRun.open(model, Optional.empty(), Set.of())));
  }

  /** Values of an example. */
  public int inputs() {
    return run.shape().length();
  }

  /** Values of a code. */
  public int codeUnits() {
    return run.autoencoder().codeUnits();
  }

  /** From examples {@code [n][inputs]} to codes {@code [n][codeUnits]}. */
  public float[][] encode(float[][] examples) {
    return encode(Data.of(examples));
  }

  /** The same of data. */
  public float[][] encode(Data examples) {
    return orTold(() -> run.encode(run.requireFit(examples.dataset())).toFloatMatrix());
  }

  /** From examples {@code [n][inputs]} to what the decoder makes of their codes, alike. */
  public float[][] reconstruct(float[][] examples) {
    return reconstruct(Data.of(examples));
  }

  /** The same of data. */
  public float[][] reconstruct(Data examples) {
    return orTold(() -> run.reconstruct(run.requireFit(examples.dataset())).toFloatMatrix());
  }

  /**
   * From codes {@code [n][codeUnits]} to examples {@code [n][inputs]}; refused where connections
   * lead around the code.
   */
  public float[][] decode(float[][] codes) {
    return orTold(
        () -> {
          if (codes.length == 0 || codes[0].length != codeUnits()) {
            throw new UserError(
                "codes of this autoencoder have %d values; given were %s"
                    .formatted(
                        codeUnits(), codes.length == 0 ? "no codes" : codes[0].length + " values"));
          }
          return run.decode(Nd4j.createFromArray(codes)).toFloatMatrix();
        });
  }

  /** A part of an autoencoder. */
  public enum Part {
    /** From examples to codes. */
    ENCODER,
    /** From codes to examples. */
    DECODER,
    /** From examples to what the decoder makes of their codes. */
    WHOLE
  }

  /**
   * Writes a part as an ONNX model (opset 17), for runtimes of any language. Its input and output
   * are floats {@code [batch, …]}, called {@code examples}, {@code code} and {@code
   * reconstruction}: of any number of examples, and in the data's own units as here.
   *
   * <p>Refused where the network has a layer or activation that the compiled step does not know,
   * weights of 2 GiB or more, or, for the decoder, connections that lead around the code.
   */
  public void exportOnnx(Part part, Path file) {
    orTold(
        () -> run.exported().onnx(dev.bottleneck.export.Part.valueOf(part.name())).writeTo(file));
  }

  /** Writes the weights, such as {@code layer0.W}, as safetensors of float32. */
  public void exportSafetensors(Path file) {
    orTold(() -> run.exported().safetensors().writeTo(file));
  }

  /** Writes the weights, such as {@code layer0.W}, as NumPy's {@code .npz} of float32. */
  public void exportNpz(Path file) {
    orTold(() -> run.exported().npz().writeTo(file));
  }

  /**
   * The squared error of each example, a mean over its values, which are scaled as in training: no
   * feature counts for more because of its unit.
   */
  public double[] squaredErrors(Data examples) {
    return orTold(() -> run.squaredErrors(run.requireFit(examples.dataset())));
  }

  /**
   * Images as a picture, row by row.
   *
   * @param rows each some images {@code [n][inputs]} in the data's own units, such as examples and
   *     what was made of them
   */
  public BufferedImage picture(float[][]... rows) {
    return orTold(
        () ->
            Pictures.draw(
                run.shape(),
                Arrays.stream(rows)
                    .map(images -> run.brightness(Nd4j.createFromArray(images)))
                    .toList()));
  }
}
