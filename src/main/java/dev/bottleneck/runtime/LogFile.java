package dev.bottleneck.runtime;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;

/** A log file of one run, beside the log of all runs; closing it detaches it. */
public final class LogFile implements AutoCloseable {
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSS} %-5level [%thread] %logger{24} - %msg%n%ex";

  /** Those logback.xml keeps from the root logger, and the root itself. */
  private static final List<String> LOGGERS =
      List.of(Logger.ROOT_LOGGER_NAME, "org.nd4j", "org.deeplearning4j", "org.datavec");

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

  /** The log of all runs, which exists before a run has a folder. */
  public static Path common() {
    return Path.of(
        System.getProperty("java.io.tmpdir"),
        "bottleneck-" + System.getProperty("user.name") + ".log");
  }

  @Override
  public void close() {
    LOGGERS.forEach(name -> context.getLogger(name).detachAppender(appender));
    appender.stop();
  }
}
