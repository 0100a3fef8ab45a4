package dev.bottleneck.device;

import dev.bottleneck.runtime.UserError;
import java.util.Map;
import org.nd4j.linalg.factory.Environment;

/**
 * Holds ND4J's arrays on each GPU to {@code BOTTLENECK_DEVICE_MB}.
 *
 * <p>In ND4J 1.0.0-M2.1 no environment variable of libnd4j does that: {@code SD_MAX_DEVICE_BYTES}
 * is read and never looked at again, {@code SD_MAX_SPECIAL_BYTES} limits a sum that no allocation
 * on a device is held against, and the limits of {@code org.nd4j.jita.conf.Configuration} are those
 * of an allocator that is gone. What DL4J's workspaces take counts towards no limit.
 */
final class DeviceMemory {
  static final String SWITCH = "BOTTLENECK_DEVICE_MB";

  private DeviceMemory() {}

  /**
   * Applies the limit, if {@code environment} has one.
   *
   * @throws UserError if it is no number of MiB
   */
  static void limit(Environment nd4j, int devices, Map<String, String> environment) {
    String given = environment.get(SWITCH);
    if (given == null || given.isBlank()) {
      return;
    }
    long bytes = mebibytes(given) << 20;
    for (int device = 0; device < devices; device++) {
      nd4j.setDeviceLimit(device, bytes);
    }
  }

  private static long mebibytes(String given) {
    // Nine digits are more than any GPU has, and stay a long in bytes.
    if (!given.matches("[1-9][0-9]{0,8}")) {
      throw new UserError(
          "%s is \"%s\": it must be a whole number of MiB, at least 1".formatted(SWITCH, given));
    }
    return Long.parseLong(given);
  }
}
