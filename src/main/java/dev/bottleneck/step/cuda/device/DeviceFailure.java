package dev.bottleneck.step.cuda.device;

/** A device that cannot go on, such as one without memory; the message names the call and why. */
public class DeviceFailure extends RuntimeException {
  public DeviceFailure(String message) {
    super(message);
  }

  public DeviceFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
