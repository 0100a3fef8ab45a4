package dev.bottleneck.study.report;

import dev.bottleneck.data.Dataset;
import dev.bottleneck.data.SampleShape;
import dev.bottleneck.report.Drawing;
import dev.bottleneck.report.Figure;
import dev.bottleneck.study.figures.Filters;
import dev.bottleneck.study.figures.Reconstructed;
import dev.bottleneck.study.result.Arm;
import dev.bottleneck.training.Network;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What networks give back of some examples, and their filters, while they are trained: of each arm
 * the last that was looked at. Arrays are touched on the thread that trains alone: they belong to
 * its device.
 */
final class LivePictures {
  private static final int EXAMPLES = 10;
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

  /** Looking takes no more than this part of the time. */
  private static final int SHARE = 50;

  /** Of a hidden layer's autoencoder, which is given codes, however wide they are. */
  private static final Pattern OF_CODES = Pattern.compile("pretraining-(?!1$)\\d+");

  private final float[][] examples;
  private final SampleShape shape;
  private final Map<Arm, Look> looks = new LinkedHashMap<>(); // guarded by this
  private volatile boolean undrawable;

  /** A figure to be. */
  private record Sketch(String name, String caption, String alt, Drawing drawing) {
    Figure figure() {
      return Figure.passing(name, caption, alt, () -> drawing);
    }
  }

  /** What was seen of a network; its figures are made once, and only if they are asked for. */
  private static final class Look {
    final List<Sketch> sketches;
    final long next;
    private List<Figure> figures; // guarded by this

    Look(List<Sketch> sketches, long next) {
      this.sketches = sketches;
      this.next = next;
    }

    synchronized List<Figure> figures() {
      if (figures == null) {
        figures = sketches.stream().map(Sketch::figure).toList();
      }
      return figures;
    }
  }

  /**
   * @param examples some of which are given to the networks
   * @param seed chooses them
   */
  LivePictures(Dataset examples, long seed) {
    Dataset shown = examples.size() <= EXAMPLES ? examples : examples.sample(EXAMPLES, seed);
    this.examples = shown.features().toFloatMatrix();
    shape = shown.shape();
  }

  /**
   * Looks at a network, on the thread that trains it; not at every one, as it takes time.
   *
   * @return whether there is something new to see
   */
  boolean look(Arm arm, String phase, int epoch, Network net) {
    long begun = System.nanoTime();
    if (undrawable
        || isEarly(arm, begun)
        || OF_CODES.matcher(phase).matches()
        || !takesExamples(net)) {
      return false;
    }
    List<Sketch> sketches = sketches(arm, "after epoch %d of %s".formatted(epoch, phase), net);
    long took = System.nanoTime() - begun;
    synchronized (this) {
      looks.put(arm, new Look(sketches, begun + took + Math.max(PAUSE, SHARE * took)));
    }
    return !sketches.isEmpty();
  }

  private List<Sketch> sketches(Arm arm, String when, Network net) {
    List<Sketch> sketches = new ArrayList<>();
    Reconstructed reconstructed = Reconstructed.by(net, Nd4j.create(examples));
    if (reconstructed.found().length() == reconstructed.originals().length()) {
      sketches.add(
          new Sketch(
              "reconstructions-" + arm.key(),
              "Examples and what they are reconstructed to, %s, %s.".formatted(arm.title(), when),
              "Examples with their reconstructions",
              reconstructed.draw(shape)));
    }
    Filters.of(net, 0, shape)
        .ifPresent(
            filters ->
                sketches.add(
                    new Sketch(
                        "filters-" + arm.key(),
                        "Filters of the first layer, %s, %s.".formatted(arm.title(), when),
                        "The first layer's weights, one picture a unit",
                        filters.draw(shape))));
    return sketches;
  }

  private synchronized boolean isEarly(Arm arm, long now) {
    Look last = looks.get(arm);
    return last != null && now - last.next < 0;
  }

  /** Whether the first layer is for as many values as an example has. */
  private boolean takesExamples(Network net) {
    Layer first = net.definition().layers().get(0);
    boolean byValue =
        first instanceof FeedForwardLayer
            && !(first instanceof ConvolutionLayer)
            && !(first instanceof BaseRecurrentLayer);
    return !byValue || ((FeedForwardLayer) first).getNIn() == shape.length();
  }

  /** Those of the last looks; where one cannot be drawn, none will be, and no more is looked at. */
  List<Figure> figures() {
    List<Look> now;
    synchronized (this) {
      now = List.copyOf(looks.values());
    }
    List<Figure> figures = now.stream().flatMap(look -> look.figures().stream()).toList();
    undrawable |= figures.stream().anyMatch(figure -> !figure.drawn());
    return figures;
  }
}
