package dev.bottleneck.training;

/**
 * How long one epoch of training took on the thread that trained; what is neither gathering nor a
 * step is the loop around them.
 *
 * @param batchSize of a full batch
 * @param examples trained on
 * @param seconds of the whole epoch, validation and what keeping states took left out
 * @param gatherSeconds of them to draw the order and have each batch; where a device holds the
 *     examples, to copy them there in the first epoch
 * @param stepSeconds of them to train on the batches, which a device that holds the examples then
 *     gathers as well, and read the losses
 */
public record EpochTime(
    int batchSize, long examples, double seconds, double gatherSeconds, double stepSeconds) {}
