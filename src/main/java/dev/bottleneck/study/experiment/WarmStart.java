package dev.bottleneck.study.experiment;

import dev.bottleneck.autoencoder.ModelFile;
import dev.bottleneck.data.Sha256;
import dev.bottleneck.device.Devices;
import dev.bottleneck.device.PerDevice;
import dev.bottleneck.runtime.Require;
import dev.bottleneck.runtime.UserError;
import dev.bottleneck.study.configuration.TrainingOptions;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.training.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trained networks whose parameters are the initial ones of a study's.
 *
 * <p>Of a run's folder, an arm takes the network of the arm of its own key, or the only one there
 * is; of a {@code .zip}, every arm takes the one network. Only parameters are taken: the updater
 * begins afresh.
 */
public final class WarmStart {
  /** What an arm's trained network is saved under, in the arm's folder. */
  private static final String MODEL = "model.zip";

  private record Source(
      Path file, String sha256, Network network, PerDevice<INDArray> parameters) {}

  /** By the arm's key; empty where nothing is taken. */
  private final Map<String, Source> sources;

  private WarmStart(Map<String, Source> sources) {
    this.sources = sources;
  }

  /**
   * Loads what {@code options} name for each of {@code arms}, which may train on any of {@code
   * devices}.
   *
   * @throws UserError if there is no such file, or no network for an arm in it
   */
  public static WarmStart open(TrainingOptions options, List<Arm> arms, Devices devices) {
    Map<String, Source> sources = new LinkedHashMap<>();
    options
        .source()
        .map(from -> Require.path("from", from))
        .ifPresent(
            from -> {
              Map<Path, Source> opened = new LinkedHashMap<>();
              for (Arm arm : arms) {
                sources.put(
                    arm.key(),
                    opened.computeIfAbsent(file(from, arm), file -> openFile(file, devices)));
              }
            });
    return new WarmStart(sources);
  }

  private static Path file(Path from, Arm arm) {
    if (Files.isRegularFile(from)) {
      return from;
    }
    if (!Files.isDirectory(from)) {
      throw new UserError("from is " + from + ": no such file or folder");
    }
    Path own = from.resolve(arm.key()).resolve(MODEL);
    List<Path> models = models(from);
    if (models.contains(own)) {
      return own;
    }
    if (models.isEmpty()) {
      throw new UserError(
          "from is " + from + ": it holds no ARM/" + MODEL + ", as the folder of a run does");
    }
    if (models.size() > 1) {
      throw new UserError(
          "from is "
              + from
              + ": no model of the arm "
              + arm.key()
              + " among those of "
              + models.stream()
                  .map(model -> model.getParent().getFileName().toString())
                  .collect(Collectors.joining(", "))
              + "; name one of their "
              + MODEL);
    }
    return models.get(0);
  }

  private static List<Path> models(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .map(child -> child.resolve(MODEL))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UserError("from is " + folder + ": the folder cannot be read: " + e, e);
    }
  }

  private static Source openFile(Path file, Devices devices) {
    Network network = load(file);
    // A copy: the network's own may be a view, which cannot be replicated.
    INDArray parameters = network.params().dup();
    return new Source(
        file, Sha256.of(file), network, new PerDevice<>(devices, parameters, devices::here));
  }

  private static Network load(Path file) {
    try {
      return ModelFile.read(file).network();
    } catch (UserError e) {
      throw new UserError("from is " + e.getMessage(), e);
    }
  }

  /**
   * Gives {@code net} the parameters meant for {@code arm}, if there are any.
   *
   * @throws UserError naming the first layer whose shapes differ
   */
  public void copyTo(Arm arm, Network net) {
    Source source = sources.get(arm.key());
    if (source == null) {
      return;
    }
    requireFit(source, net);
    net.params().assign(source.parameters().get());
  }

  private static void requireFit(Source source, Network net) {
    List<String> nodes = net.nodes();
    List<String> there = source.network().nodes();
    if (there.size() != nodes.size()) {
      throw new UserError(
          "from is "
              + source.file()
              + ": it has "
              + there.size()
              + " layers, the network to be trained has "
              + nodes.size());
    }
    for (int i = 0; i < nodes.size(); i++) {
      String given = shapes(source.network(), there.get(i));
      String wanted = shapes(net, nodes.get(i));
      if (!given.equals(wanted)) {
        throw new UserError(
            "from is "
                + source.file()
                + ": its "
                + there.get(i)
                + " has "
                + given
                + ", that of the network to be trained has "
                + wanted);
      }
    }
  }

  private static String shapes(Network net, String node) {
    return shapes(net.layerOf(node).map(Layer::paramTable).orElse(Map.of()));
  }

  /** Such as "W [784, 32], b [32]". */
  private static String shapes(Map<String, INDArray> parameters) {
    return parameters.isEmpty()
        ? "no parameters"
        : parameters.entrySet().stream()
            .map(entry -> entry.getKey() + " " + Arrays.toString(entry.getValue().shape()))
            .collect(Collectors.joining(", "));
  }

  /** The SHA-256 of each file that was read, for the manifest; empty if none was. */
  public Map<String, String> hashes() {
    Map<String, String> hashes = new LinkedHashMap<>();
    sources.values().forEach(source -> hashes.put(source.file().toString(), source.sha256()));
    return hashes;
  }
}
