package dev.bottleneck.step.dl4j;

import dev.bottleneck.step.graph.Parameter;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * A layer within its network.
 *
 * @param name that others name it by
 * @param title what messages call it, such as {@code layer 0 (DenseLayer)}
 * @param before what changes the shape of what it is given; {@code null} for nothing
 * @param inputs names of the nodes, or of the network's inputs, that it reads
 * @param parameters by DL4J's keys
 */
record Node(
    String name,
    String title,
    Layer layer,
    InputPreProcessor before,
    List<String> inputs,
    Map<String, Parameter> parameters) {}
