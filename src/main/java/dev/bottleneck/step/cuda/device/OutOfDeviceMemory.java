package dev.bottleneck.step.cuda.device;

/** A device without room for what was asked for; all else on it goes on. */
public final class OutOfDeviceMemory extends DeviceFailure {
  public OutOfDeviceMemory(String message) {
    super(message);
  }
}
