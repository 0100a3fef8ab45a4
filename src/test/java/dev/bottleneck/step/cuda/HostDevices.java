package dev.bottleneck.step.cuda;

import dev.bottleneck.step.cuda.device.DeviceFailure;
import dev.bottleneck.step.cuda.device.KernelDevice;
import dev.bottleneck.step.cuda.device.KernelDevices;

/** The processor in a GPU's place: whole runs by CUDA's engine, without one. */
public final class HostDevices implements KernelDevices {
  @Override
  public String kind() {
    return "host";
  }

  @Override
  public int count() {
    open(0);
    return 1;
  }

  @Override
  public KernelDevice open(int number) {
    return HostDevice.open().orElseThrow(() -> new DeviceFailure("there is no C++ compiler"));
  }
}
