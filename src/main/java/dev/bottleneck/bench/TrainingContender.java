package dev.bottleneck.bench;

/** A contender whose step trains a network, on the same batches in the same order as the others. */
interface TrainingContender extends Contender {
  /** The loss of the last step's batch, before its update: a mean over pixels and the batch. */
  double loss();
}
