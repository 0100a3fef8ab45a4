package dev.bottleneck.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What CUDA_VISIBLE_DEVICES leaves of the GPUs that nvidia-smi, which does not heed it, shows.
 *
 * <p>Source: NVIDIA, CUDA C++ Programming Guide, "CUDA Environment Variables": numbers or the
 * beginnings of UUIDs, of which the first that names no GPU ends the list.
 */
final class VisibleDevices {
  static final String VARIABLE = "CUDA_VISIBLE_DEVICES";

  /** Tells the GPUs of any machine apart: eight digits of a UUID. */
  private static final int LONGEST_NAME = 12;

  private VisibleDevices() {}

  /**
   * The visible ones among {@code gpus}.
   *
   * @param value of the variable; {@code null} if it is not set, which shows them all
   */
  static List<Gpu> of(List<Gpu> gpus, String value) {
    // A slice of a GPU has the capability of the whole; which GPU it is of, nvidia-smi -L knows.
    if (value == null || value.startsWith("MIG-")) {
      return gpus;
    }
    List<Gpu> visible = new ArrayList<>();
    for (String name : value.split(",")) {
      Optional<Gpu> gpu = gpus.stream().filter(g -> names(name.strip(), g)).findFirst();
      if (gpu.isEmpty() || visible.contains(gpu.get())) {
        return List.copyOf(visible);
      }
      visible.add(gpu.get());
    }
    return List.copyOf(visible);
  }

  /** The visible ones {@code left}, numbered from 0, by their numbers in the variable. */
  static List<Gpu> numbered(List<Gpu> left, String value) {
    String[] names = value.split(",");
    List<Gpu> numbered = new ArrayList<>();
    for (Gpu gpu : left) {
      String name = gpu.index() < names.length ? names[gpu.index()].strip() : "";
      numbered.add(name.matches("\\d{1,4}") ? gpu.withIndex(Integer.parseInt(name)) : gpu);
    }
    return numbered;
  }

  /**
   * What {@code value} calls the device of that number: its number on the machine, or the beginning
   * of a UUID; its number among the visible ones where that does not tell.
   *
   * @param value of the variable; {@code null} if it is not set
   */
  static String name(int device, String value) {
    String[] names = value == null ? new String[0] : value.split(",");
    String name = device < names.length ? names[device].strip() : "";
    return name.matches("\\d{1,4}|(GPU|MIG)-[0-9a-fA-F-]+")
        ? name.substring(0, Math.min(LONGEST_NAME, name.length()))
        : Integer.toString(device);
  }

  private static boolean names(String name, Gpu gpu) {
    return name.equals(Integer.toString(gpu.index()))
        || (name.startsWith("GPU-") && gpu.uuid().orElse("").startsWith(name));
  }
}
