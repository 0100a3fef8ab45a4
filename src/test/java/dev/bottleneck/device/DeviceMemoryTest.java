package dev.bottleneck.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bottleneck.runtime.UserError;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Environment;

class DeviceMemoryTest {
  private final List<String> calls = new ArrayList<>();
  private final Environment nd4j =
      (Environment)
          Proxy.newProxyInstance(
              Environment.class.getClassLoader(),
              new Class<?>[] {Environment.class},
              (proxy, method, arguments) -> {
                calls.add(method.getName() + Arrays.toString(arguments));
                return null;
              });

  @Test
  void limitsEachDevice() {
    DeviceMemory.limit(nd4j, 2, Map.of("BOTTLENECK_DEVICE_MB", "24576"));
    assertThat(calls)
        .containsExactly("setDeviceLimit[0, 25769803776]", "setDeviceLimit[1, 25769803776]");
  }

  @Test
  void withoutALimitThereIsNone() {
    DeviceMemory.limit(nd4j, 2, Map.of());
    DeviceMemory.limit(nd4j, 2, Map.of("BOTTLENECK_DEVICE_MB", ""));
    assertThat(calls).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-5", "4g", "1.5", "9999999999"})
  void refusesWhatIsNoNumberOfMebibytes(String value) {
    assertThatThrownBy(() -> DeviceMemory.limit(nd4j, 1, Map.of("BOTTLENECK_DEVICE_MB", value)))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "BOTTLENECK_DEVICE_MB is \"%s\": it must be a whole number of MiB, at least 1"
                .formatted(value));
    assertThat(calls).isEmpty();
  }
}
