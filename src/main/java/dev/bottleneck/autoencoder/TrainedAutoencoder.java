package dev.bottleneck.autoencoder;

import dev.bottleneck.runtime.UserError;
import dev.bottleneck.step.EngineChoice;
import dev.bottleneck.training.Engine;
import dev.bottleneck.training.ForwardPass;
import dev.bottleneck.training.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A trained autoencoder, whose encoder and decoder can be used apart.
 *
 * <p>Examples are {@code [n, inputs]}, codes {@code [n, units]}; a code of several dimensions, such
 * as a convolutional one, is a row as well. Nothing is corrupted and no noise is drawn. Work goes
 * by blocks of examples, so that memory does not grow with n beyond the result. Not for several
 * threads at once.
 */
public final class TrainedAutoencoder {
  /** What an arm's network is called in a run's folder. */
  public static final String FILE = "model.zip";

  /** Examples that are worked on at once, where their activations are not large. */
  private static final int BLOCK = 500;

  /** Memory that the activations of a block may take. */
  private static final long BLOCK_BYTES = 1L << 28;

  private final Network network;
  private final Engine engine;
  private final String code;
  private final long[] codeShape;
  private final int block;
  private final boolean decodes;

  private TrainedAutoencoder(Network network, String code, int inputs, Engine engine, int block) {
    this.network = network;
    this.engine = engine;
    this.code = code;
    this.block = block;
    long[] one = network.activations(Network.INPUT, code, Nd4j.zeros(1, inputs)).shape();
    codeShape = Arrays.copyOfRange(one, 1, one.length);
    decodes = network.definition().separates(code);
  }

  /**
   * The autoencoder that {@code network} is.
   *
   * @param code the node whose output is the code
   * @param inputs values of an example
   * @param engine what computes codes and reconstructions
   */
  public static TrainedAutoencoder of(Network network, String code, int inputs, Engine engine) {
    return new TrainedAutoencoder(network, code, inputs, engine, BLOCK);
  }

  /** The same of layers in a row, of which {@code codeLayer} gives the code. */
  public static TrainedAutoencoder of(
      MultiLayerNetwork network, int codeLayer, int inputs, Engine engine) {
    return of(Network.of(network), Network.layer(codeLayer), inputs, engine);
  }

  /** An autoencoder and what its file says of it. */
  public record Loaded(TrainedAutoencoder autoencoder, ModelCard card) {}

  /**
   * Loads the autoencoder of a run that has one, or of a model file.
   *
   * @param run a run's folder, the folder of one of its arms, or a {@code .zip}
   * @throws UserError if there is none, or several, or it cannot be read
   */
  public static Loaded load(Path run) {
    return load(run, Optional.empty(), Set.of());
  }

  /** The same for the arm called {@code arm}. */
  public static Loaded load(Path run, String arm) {
    return load(run, Optional.of(arm), Set.of());
  }

  /** The same; the network's classes may lie in {@code furtherPackages}, too. */
  public static Loaded load(Path run, Optional<String> arm, Set<String> furtherPackages) {
    Path file = file(run, arm);
    ModelFile model = ModelFile.read(file, furtherPackages);
    ModelCard card =
        model
            .card()
            .orElseThrow(
                () ->
                    new UserError(
                        file
                            + ": this network is no autoencoder of Bottleneck: it names no code"
                            + others(run)));
    return new Loaded(open(file, model, card), card);
  }

  /** What the shapes did not tell would show later, as an error of DL4J's. */
  private static TrainedAutoencoder open(Path file, ModelFile model, ModelCard card) {
    long fitting = BLOCK_BYTES / Math.max(1, model.bytesPerExample());
    int block = (int) Math.max(1, Math.min(BLOCK, fitting));
    try {
      TrainedAutoencoder autoencoder =
          new TrainedAutoencoder(
              model.network(),
              model.network().nodes().get(card.codeLayer()),
              card.inputs(),
              EngineChoice.AUTO,
              block);
      INDArray one = Nd4j.zeros(1, card.inputs());
      if (autoencoder.reconstruct(one).equalShapes(one)) {
        return autoencoder;
      }
    } catch (RuntimeException e) {
      throw new UserError(file + ": damaged: its network does not take what its card says", e);
    }
    throw new UserError(file + ": damaged: its network does not give what its card says");
  }

  private static Path file(Path run, Optional<String> arm) {
    if (!Files.isDirectory(run)) {
      if (!Files.exists(run)) {
        throw new UserError(run + ": no such run or model file");
      }
      return run;
    }
    if (arm.isEmpty() && Files.isRegularFile(run.resolve(FILE))) {
      return run.resolve(FILE);
    }
    List<String> arms = arms(run);
    if (arms.isEmpty()) {
      throw new UserError(run + ": no run with a model: it holds no ARM/" + FILE);
    }
    List<String> encoders =
        arms.stream().filter(name -> ModelFile.hasCard(run.resolve(name).resolve(FILE))).toList();
    if (encoders.isEmpty()) {
      throw new UserError(
          run
              + ": none of its networks ("
              + String.join(", ", arms)
              + ") is an autoencoder: its experiment leaves none to encode with");
    }
    if (arm.isEmpty() && encoders.size() == 1) {
      return run.resolve(encoders.get(0)).resolve(FILE);
    }
    if (arm.isEmpty() || !arms.contains(arm.get())) {
      throw new UserError(
          run + " has the arms " + String.join(", ", encoders) + ": name one with --arm");
    }
    return run.resolve(arm.get()).resolve(FILE);
  }

  /** The autoencoders beside a network that is none. */
  private static String others(Path run) {
    List<String> encoders =
        !Files.isDirectory(run)
            ? List.of()
            : arms(run).stream()
                .filter(name -> ModelFile.hasCard(run.resolve(name).resolve(FILE)))
                .toList();
    return encoders.isEmpty()
        ? ""
        : "; the autoencoders of the run are " + String.join(", ", encoders);
  }

  /** The arms of a run that have a model, by name. */
  public static List<String> arms(Path run) {
    try (Stream<Path> children = Files.list(run)) {
      return children
          .filter(child -> Files.isRegularFile(child.resolve(FILE)))
          .map(child -> child.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UserError(run + ": the folder cannot be read: " + e, e);
    }
  }

  public Network network() {
    return network;
  }

  /** From examples {@code [n, inputs]} to codes {@code [n, units]}. */
  public INDArray encode(INDArray examples) {
    try (Pass pass = open()) {
      return pass.encode(examples);
    }
  }

  /** The node whose output is the code. */
  public String code() {
    return code;
  }

  /** What that node gives for one example, such as {@code [channels, height, width]}. */
  public long[] codeShape() {
    return codeShape.clone();
  }

  /** Values of one code. */
  public int codeUnits() {
    return Math.toIntExact(Arrays.stream(codeShape).reduce(1, Math::multiplyExact));
  }

  /** Whether the decoder needs the code alone; not so where connections lead around it. */
  public boolean decodes() {
    return decodes;
  }

  /**
   * From codes {@code [n, units]} to examples {@code [n, inputs]}.
   *
   * @throws UserError if the decoder needs more than the code
   */
  public INDArray decode(INDArray codes) {
    try (Pass pass = open()) {
      return pass.decode(codes);
    }
  }

  private INDArray decodeBlock(ForwardPass pass, INDArray block) {
    long[] shape = new long[codeShape.length + 1];
    shape[0] = block.size(0);
    System.arraycopy(codeShape, 0, shape, 1, codeShape.length);
    INDArray codes = block.dup('c').reshape('c', shape);
    return pass.activations(code, network.output(), codes);
  }

  /** From examples to what the decoder makes of their codes, both {@code [n, inputs]}. */
  public INDArray reconstruct(INDArray examples) {
    try (Pass pass = open()) {
      return pass.reconstruct(examples);
    }
  }

  /** What is made ready once for many calls; for one thread at a time. */
  public Pass open() {
    return new Pass();
  }

  /** The autoencoder at work on one part of the data after another. */
  public final class Pass implements AutoCloseable {
    private final ForwardPass forward = engine.forward(network);

    private Pass() {}

    /** As {@link TrainedAutoencoder#encode}. */
    public INDArray encode(INDArray examples) {
      return byBlocks(examples, block -> forward.activations(Network.INPUT, code, block));
    }

    /**
     * As {@link TrainedAutoencoder#decode}; of codes that are known, for half of a reconstruction.
     */
    public INDArray decode(INDArray codes) {
      if (!decodes) {
        throw new UserError(
            "this autoencoder's decoder needs more than a code: connections lead around the code"
                + " to its output; it can encode and reconstruct");
      }
      return byBlocks(codes, codesOfBlock -> decodeBlock(forward, codesOfBlock));
    }

    /** As {@link TrainedAutoencoder#reconstruct}. */
    public INDArray reconstruct(INDArray examples) {
      return byBlocks(examples, block -> ForwardPass.output(forward, network, block));
    }

    private INDArray byBlocks(INDArray rows, UnaryOperator<INDArray> work) {
      return RowBlocks.collect(
          rows.size(0),
          block,
          (from, to) ->
              work.apply(rows.get(NDArrayIndex.interval(from, to), NDArrayIndex.all()))
                  .reshape('c', to - from, -1));
    }

    @Override
    public void close() {
      forward.close();
    }
  }
}
