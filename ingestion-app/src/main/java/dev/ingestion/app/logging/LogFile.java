package dev.ingestion.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import dev.ingestion.app.config.AppConfig;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.ManagedResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The rolling log file. It opens after the data root's lock, so that no second process writes to
 * it. If it cannot be written that is said once, and the work goes on.
 */
public final class LogFile implements ManagedResource {
  private static final String CORRELATION =
      " job_id=%X{job_id:--} kb_id=%X{kb_id:--} worker=%X{worker:--} client=%X{client:--}"
          + " correlation_id=%X{correlation_id:--}"
          // only lines of what is traced: that is off by default
          + "%replace( trace_id=%X{trace_id} span_id=%X{span_id}){'^ trace_id= span_id=$',''}";

  /** Libraries in more detail than this would bury what we say. */
  private static final Level MOST_OF_LIBRARIES = Level.INFO;

  /** Says with a stack trace each time what the adapter says now and then. */
  private static final String SENDER = "io.opentelemetry.exporter";

  private static final int DAYS_KEPT = 14;
  private static final FileSize LARGEST_FILE = FileSize.valueOf("20MB");
  private static final FileSize LARGEST_IN_ALL = FileSize.valueOf("200MB");

  private final AppConfig config;
  private final Path file;
  private @Nullable RollingFileAppender<ILoggingEvent> appender;

  @Inject
  LogFile(AppConfig config, DataRoot dataRoot) {
    this.config = config;
    this.file = dataRoot.own("logs").resolve("ingestion.log");
  }

  @Override
  public Phase phase() {
    return Phase.STORAGE;
  }

  public Path path() {
    return file;
  }

  /** Whether lines have a place to go. */
  public boolean isOpen() {
    return appender != null;
  }

  @Override
  public void start() {
    try {
      Files.createDirectories(file.getParent());
      Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
    } catch (IOException e) {
      LoggerFactory.getLogger(LogFile.class)
          .warn("The log file {} cannot be written, so there is no log: {}", file, e.toString());
      return;
    }
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    appender = appender(context);
    Level level = Level.toLevel(config.logLevel().name());
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(level.isGreaterOrEqual(MOST_OF_LIBRARIES) ? level : MOST_OF_LIBRARIES);
    root.addAppender(appender);
    context.getLogger(SENDER).setLevel(Level.OFF);
    context.getLogger(ConsoleLog.OURS).setLevel(level);
    context.getLogger(ConsoleLog.TOLD).addAppender(appender);
  }

  @Override
  public void close() {
    if (appender != null) {
      LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
      context.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(appender);
      context.getLogger(ConsoleLog.TOLD).detachAppender(appender);
      appender.stop();
      appender = null;
    }
  }

  private Encoder<ILoggingEvent> encoder(LoggerContext context) {
    Encoder<ILoggingEvent> encoder =
        switch (config.logFormat()) {
          case PATTERN -> pattern();
          case JSON -> json();
        };
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }

  private PatternLayoutEncoder pattern() {
    PatternLayoutEncoder line = new PatternLayoutEncoder();
    line.setPattern(
        "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} %-5level [%thread] %logger{36}"
            + (config.enableCorrelationIds() ? CORRELATION : "")
            + " - %msg%n");
    return line;
  }

  private JsonEncoder json() {
    JsonEncoder object = new JsonEncoder();
    object.setWithFormattedMessage(true);
    object.setWithMDC(config.enableCorrelationIds());
    // the formatted message says all of these, and the others are the same in every line
    object.setWithMessage(false);
    object.setWithArguments(false);
    object.setWithContext(false);
    object.setWithSequenceNumber(false);
    object.setWithNanoseconds(false);
    return object;
  }

  private RollingFileAppender<ILoggingEvent> appender(LoggerContext context) {
    RollingFileAppender<ILoggingEvent> rolling = new RollingFileAppender<>();
    rolling.setContext(context);
    rolling.setFile(file.toString());
    rolling.setEncoder(encoder(context));

    SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
    policy.setContext(context);
    policy.setParent(rolling);
    policy.setFileNamePattern(file.resolveSibling("ingestion.%d{yyyy-MM-dd}.%i.log.gz").toString());
    policy.setMaxFileSize(LARGEST_FILE);
    policy.setMaxHistory(DAYS_KEPT);
    policy.setTotalSizeCap(LARGEST_IN_ALL);
    policy.start();
    rolling.setRollingPolicy(policy);
    rolling.start();
    return rolling;
  }
}
