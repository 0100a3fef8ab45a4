package dev.bottleneck.bench;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * What was measured of one run of a whole job.
 *
 * @param seconds from the process's start to its end
 * @param processorSeconds of all its threads; empty where the system does not tell
 * @param parts seconds by what they were spent on, in order
 * @param reached the loss or error of the trained network on data that it was not trained on
 */
record JobTimes(
    double seconds, OptionalDouble processorSeconds, Map<String, Double> parts, double reached) {}
