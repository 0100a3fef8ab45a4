package dev.bottleneck.study.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bottleneck.autoencoder.ModelFile;
import dev.bottleneck.device.Devices;
import dev.bottleneck.study.autoencoder.AutoencoderHyperparameters;
import dev.bottleneck.study.autoencoder.ReconstructionExperiment;
import dev.bottleneck.study.configuration.Configuration;
import dev.bottleneck.study.yaml.ConfigurationFile;
import dev.bottleneck.study.yaml.ShippedConfigurations;
import dev.bottleneck.testing.StubGpus;
import dev.bottleneck.training.Network;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class NetworkCopyTest {
  private static <H extends Record & AutoencoderHyperparameters> Network trained(String name) {
    ConfigurationFile file = ShippedConfigurations.open(name);
    @SuppressWarnings("unchecked")
    ReconstructionExperiment<H> experiment = (ReconstructionExperiment<H>) file.experiment();
    Configuration<H> configuration = file.read(experiment);
    H h = configuration.hyperparameters();
    Network net = experiment.definition(h, experiment.arms(h).get(0), 7).initialized();
    INDArray images = Nd4j.rand(8, h.inputs());
    for (int step = 0; step < 3; step++) {
      net.fit(new DataSet(images, images));
    }
    return net;
  }

  /**
   * Configuration with its counts of iterations, parameters and updater state, as a file has them.
   */
  private static Map<String, byte[]> saved(Network net) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ModelFile.write(net, Optional.empty(), file);
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file.toByteArray()))) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        entries.put(e.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }

  @ParameterizedTest
  @ValueSource(strings = {"stacked", "tied", "k-sparse", "convolutional", "variational"})
  void isTheSameNetworkOnAnotherDevice(String name) throws IOException {
    Network net = trained(name);
    StubGpus gpus = new StubGpus(2);
    Network copy = NetworkCopy.here(net, gpus);
    assertThat(copy).isNotSameAs(net);
    assertThat(copy.params()).isNotSameAs(net.params());
    Map<String, byte[]> wanted = saved(net);
    Map<String, byte[]> is = saved(copy);
    assertThat(is.keySet()).isEqualTo(wanted.keySet()).contains("updaterState.bin");
    wanted.forEach((entry, bytes) -> assertThat(is.get(entry)).as(entry).isEqualTo(bytes));
    assertThat(gpus.copied()).hasSize(2);
  }

  @Test
  void onTheProcessorNothingIsCopied() {
    Network net = trained("stacked");
    assertThat(NetworkCopy.here(net, Devices.present())).isSameAs(net);
  }
}
