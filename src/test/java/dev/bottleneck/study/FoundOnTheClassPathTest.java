package dev.bottleneck.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A further variant is one class and one YAML on the class path; no list names it. */
class FoundOnTheClassPathTest {
  private static final String SOURCE =
      """
      package com.example;

      import dev.bottleneck.study.Arm;
      import dev.bottleneck.study.AutoencoderExperiment;
      import dev.bottleneck.study.AutoencoderHyperparameters;
      import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
      import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
      import org.deeplearning4j.nn.conf.layers.DenseLayer;
      import org.deeplearning4j.nn.conf.layers.OutputLayer;
      import org.nd4j.linalg.activations.Activation;
      import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

      public final class MineExperiment extends AutoencoderExperiment<MineExperiment.H> {
        public record H(int inputs, int batchSize, int epochs)
            implements AutoencoderHyperparameters {}

        @Override public String title() { return "My own"; }

        @Override public Class<H> hyperparameters() { return H.class; }

        @Override public int codeLayer(H h) { return 0; }

        @Override public MultiLayerConfiguration network(H h, Arm arm, long seed) {
          return new NeuralNetConfiguration.Builder().seed(seed).list()
              .layer(new DenseLayer.Builder().nIn(h.inputs()).nOut(2).build())
              .layer(new OutputLayer.Builder(LossFunction.MSE).nIn(2).nOut(h.inputs())
                  .activation(Activation.IDENTITY).build())
              .build();
        }
      }
      """;

  private static final String YAML =
      """
      name: mine
      experiment: com.example.MineExperiment
      data: mnist
      validation: none
      evaluateOn: test
      seeds: 1
      firstSeed: 1
      quick: true
      published: {}
      hyperparameters:
        inputs: 784
        batchSize: 10
        epochs: 1
      """;

  @TempDir Path folder;

  @Test
  void aClassAndAYamlAreEnough() throws IOException {
    Path source = folder.resolve("MineExperiment.java");
    Files.writeString(source, SOURCE);
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                source.toString());
    assertThat(compiled).isZero();
    Files.createDirectories(folder.resolve("experiments"));
    Files.writeString(folder.resolve("experiments/mine.yaml"), YAML);

    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      Thread.currentThread().setContextClassLoader(loader);
      assertThat(ShippedConfigurations.all()).containsKeys("mine", "stacked");
      ConfigurationFile file = ShippedConfigurations.open("mine");
      Experiment<?> experiment = file.experiment();
      assertThat(experiment.title()).isEqualTo("My own");
      assertThat(file.read(experiment).seedList()).containsExactly(1L);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }
}
