package dev.bottleneck.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisibleDevicesTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "unset",
      delimiter = '|',
      value = {
        "1 | unset | 1",
        "0 | 3 | 3",
        "1 | 3, 12 | 12",
        "0 | GPU-8f2c1a2b-0000-1111-2222-333344445555 | GPU-8f2c1a2b",
        "0 | MIG-8f2c1a2b-0000-1111-2222-333344445555 | MIG-8f2c1a2b",
        "0 | GPU-8f | GPU-8f",
        "2 | 3,4 | 2",
        "0 | none | 0",
        "0 | '\u001b[2J' | 0",
      })
  void aDeviceIsCalledAsTheVariableCallsIt(int device, String value, String expected) {
    assertThat(VisibleDevices.name(device, value)).isEqualTo(expected);
  }

  private static final List<Gpu> THREE =
      List.of(SomeGpus.gpu(0, "8.0"), SomeGpus.gpu(1, "7.5"), SomeGpus.gpu(2, "3.5"));

  @Test
  void showsAllWhereItIsNotSet() {
    assertThat(VisibleDevices.of(THREE, null)).isEqualTo(THREE);
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "0|0",
        "2,0|2,0",
        "1, 2|1,2",
        "'-1'|''",
        "''|''",
        "1,-1,2|1",
        "0,7,1|0",
        "0,0,1|0",
        "GPU-1|1",
        "GPU-2,GPU-0|2,0",
        "GPU-9|''",
        "MIG-4|0,1,2"
      },
      delimiter = '|')
  void showsWhatIsNamedUpToTheFirstThatIsNone(String value, String visible) {
    List<Integer> expected =
        visible.isEmpty()
            ? List.of()
            : Arrays.stream(visible.split(",")).map(Integer::valueOf).toList();
    assertThat(VisibleDevices.of(THREE, value)).extracting(Gpu::index).isEqualTo(expected);
  }

  @Test
  void numbersAsTheVariableDoesWhatTheDriverNumbersFromZero() {
    List<Gpu> left = List.of(SomeGpus.gpu(0, "3.5"), SomeGpus.gpu(1, "8.0"));
    assertThat(VisibleDevices.numbered(left, "2,0")).extracting(Gpu::index).containsExactly(2, 0);
    assertThat(VisibleDevices.numbered(left, "GPU-2,0"))
        .extracting(Gpu::index)
        .containsExactly(0, 0);
  }
}
