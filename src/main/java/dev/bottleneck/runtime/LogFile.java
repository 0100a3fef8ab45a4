package dev.bottleneck.runtime;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.PropertyDefinerBase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;

/** A log file of one run, beside the log of all runs; closing it detaches it. */
public final class LogFile implements AutoCloseable {
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSS} %-5level [%thread] %logger{24} - %msg%n%ex";

  /** Those logback.xml keeps from the root logger, and the root itself. */
  private static final List<String> LOGGERS =
      List.of(
          Logger.ROOT_LOGGER_NAME, "org.nd4j", "org.deeplearning4j", "org.datavec", "org.sqlite");

  private final LoggerContext context;
  private final FileAppender<ILoggingEvent> appender = new FileAppender<>();

  private LogFile(Path file) {
    context = (LoggerContext) LoggerFactory.getILoggerFactory();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    appender.setContext(context);
    appender.setFile(file.toString());
    appender.setEncoder(encoder);
    appender.start();
    LOGGERS.forEach(name -> context.getLogger(name).addAppender(appender));
  }

  /** Logs everything to {@code file} from now on. */
  public static LogFile open(Path file) {
    return new LogFile(file);
  }

  /**
   * The log of all runs, which exists before a run has a folder: in a folder of the user's own, so
   * that nobody else can lay a link or a pipe in its place.
   */
  public static Path common() {
    return Common.FILE;
  }

  private static final class Common {
    private static final Path FILE = file();

    private static Path file() {
      Path file =
          UserFolders.state(System.getenv(), System.getProperty("user.home"))
              .resolve("bottleneck.log");
      return usable(file) ? file : UserFolders.temporary().resolve("bottleneck.log");
    }

    private static boolean usable(Path file) {
      try {
        UserFolders.createPrivate(file.getParent());
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
            ? Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.isWritable(file)
            : Files.isWritable(file.getParent());
      } catch (IOException e) {
        return false;
      }
    }
  }

  /** Tells logback.xml where {@link #common} is. */
  public static final class Definer extends PropertyDefinerBase {
    @Override
    public String getPropertyValue() {
      return common().toString();
    }
  }

  @Override
  public void close() {
    LOGGERS.forEach(name -> context.getLogger(name).detachAppender(appender));
    appender.stop();
  }
}
