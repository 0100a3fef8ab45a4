package dev.bottleneck.step.cuda;

import dev.bottleneck.step.cuda.device.KernelDevice;
import dev.bottleneck.step.cuda.device.KernelDevices;
import dev.bottleneck.step.cuda.device.Launch;
import dev.bottleneck.step.cuda.device.LaunchSequence;
import dev.bottleneck.step.cuda.device.OutOfDeviceMemory;
import java.util.List;

/**
 * Counts what is taken of others and not given back: devices, memory, launches; and what is sent to
 * a device, and how often somebody waits for it.
 */
public final class CountingDevices implements KernelDevices {
  private final KernelDevices devices;
  private int held;
  private int waits;
  private long sent;
  private long free = Long.MAX_VALUE;
  private int allocations = Integer.MAX_VALUE; // that are left before one fails

  public CountingDevices(KernelDevices devices) {
    this.devices = devices;
  }

  /** How much is held. */
  public int held() {
    return held;
  }

  /** How often something was read, for which all that was asked for before has to be done. */
  public int waits() {
    return waits;
  }

  /** Bytes that were sent to a device. */
  public long sent() {
    return sent;
  }

  /** Says that so many bytes are free, though more are. */
  public void sayFree(long freeBytes) {
    free = freeBytes;
  }

  /** Has an allocation fail after so many. */
  public void failAfter(int count) {
    allocations = count;
  }

  @Override
  public String kind() {
    return devices.kind();
  }

  @Override
  public int count() {
    return devices.count();
  }

  @Override
  public KernelDevice open(int number) {
    KernelDevice device = devices.open(number);
    held++;
    return new Counted(device);
  }

  private final class Counted implements KernelDevice {
    private final KernelDevice device;

    Counted(KernelDevice device) {
      this.device = device;
    }

    @Override
    public String name() {
      return device.name();
    }

    @Override
    public long freeBytes() {
      return Math.min(free, device.freeBytes());
    }

    @Override
    public long allocate(long bytes) {
      if (allocations-- == 0) {
        throw new OutOfDeviceMemory("no memory is left");
      }
      long address = device.allocate(bytes);
      held++;
      return address;
    }

    @Override
    public void free(long address) {
      device.free(address);
      held--;
    }

    @Override
    public void upload(long from, long to, long bytes) {
      sent += bytes;
      device.upload(from, to, bytes);
    }

    @Override
    public void download(long from, long to, long bytes) {
      waits++;
      device.download(from, to, bytes);
    }

    @Override
    public LaunchSequence prepare(List<Launch> launches) {
      LaunchSequence sequence = device.prepare(launches);
      held++;
      return new LaunchSequence() {
        @Override
        public void run() {
          sequence.run();
        }

        @Override
        public void close() {
          sequence.close();
          held--;
        }
      };
    }

    @Override
    public void close() {
      device.close();
      held--;
    }
  }
}
