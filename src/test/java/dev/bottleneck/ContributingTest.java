package dev.bottleneck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What CONTRIBUTING.md quotes stands in the sources, word for word, and so compiles. */
class ContributingTest {
  private static final Pattern QUOTED =
      Pattern.compile("<!-- from (\\S+) -->\n```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void quotesTheSources() throws IOException {
    List<MatchResult> quotations =
        QUOTED.matcher(Files.readString(Path.of("CONTRIBUTING.md"))).results().toList();
    assertThat(quotations).hasSizeGreaterThanOrEqualTo(3);
    for (MatchResult quotation : quotations) {
      assertThat(Files.readString(Path.of(quotation.group(1)))).contains(quotation.group(2));
    }
  }
}
