package dev.bottleneck.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the launcher and the tests tell Java's compiler. */
class HotspotCommandsTest {
  private static final Pattern EXCLUDE = Pattern.compile("exclude,([\\w.]+)::(\\w+)(\\(.*)");

  /** Of a method that ND4J renamed Java would say nothing, and the crash would be back. */
  @Test
  void nameAMethodThatIsThere() throws IOException, ReflectiveOperationException {
    Path file = file();
    List<String> commands =
        Files.readAllLines(file).stream().filter(line -> !line.startsWith("#")).toList();
    assertThat(commands).hasSize(2).first().isEqualTo("quiet");
    Matcher named = EXCLUDE.matcher(commands.get(1));
    assertThat(named.matches()).isTrue();
    if (Backend.onClassPath() == Backend.CPU) {
      ClassLoader loader = HotspotCommandsTest.class.getClassLoader();
      Class<?>[] parameters =
          MethodType.fromMethodDescriptorString(named.group(3), loader).parameterArray();
      assertThat(Class.forName(named.group(1)).getDeclaredMethod(named.group(2), parameters))
          .isNotNull();
    }
  }

  @Test
  void areGivenByTheLauncherAsWell() throws IOException {
    String end = "$classes/" + file().toString().replaceFirst(".*/classes/", "");
    assertThat(Path.of("bottleneck")).content().contains("-XX:CompileCommandFile=" + end);
  }

  private static Path file() {
    String option =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .getVMOption("CompileCommandFile")
            .getValue();
    return Path.of(option);
  }
}
