package dev.bottleneck.step.dl4j;

import dev.bottleneck.step.graph.NotCompilable;
import dev.bottleneck.step.graph.Update;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Reads a network's updaters. DL4J puts neighbouring parameters of equal updaters into one block,
 * whose state is the first state vector of the whole block, then the second.
 */
final class Updates {
  private Updates() {}

  static List<Update> of(Updater updater) throws NotCompilable {
    if (!(updater instanceof BaseMultiLayerUpdater<?> known)) {
      throw new NotCompilable("the network has an updater that is not DL4J's");
    }
    List<Update> updates = new ArrayList<>();
    for (UpdaterBlock block : known.getUpdaterBlocks()) {
      updates.add(
          new Update(
              (IUpdater) block.getGradientUpdater().getConfig(),
              block.getParamOffsetStart(),
              block.getParamOffsetEnd() - block.getParamOffsetStart(),
              block.getUpdaterViewOffsetStart()));
    }
    return updates;
  }
}
