package dev.ingestion.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Shows our own warnings on the standard error stream, a line each. What libraries have to say
 * about fonts and connections is for the log file.
 */
public final class ConsoleLog {
  /**
   * The logger of failures that the command line tells the person itself: these go to the file
   * only.
   */
  public static final String TOLD = "dev.ingestion.told";

  /** The loggers of this project. */
  static final String OURS = "dev.ingestion";

  private ConsoleLog() {}

  /** Takes the place of whatever logging was configured. */
  public static void install() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    context.getLogger(TOLD).setAdditive(false);

    PatternLayoutEncoder line = new PatternLayoutEncoder();
    line.setContext(context);
    line.setPattern("%replace(%level){'WARN','warning'}: %msg%n%nopex");
    line.start();

    ThresholdFilter warnings = new ThresholdFilter();
    warnings.setLevel(Level.WARN.toString());
    warnings.start();

    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(line);
    console.addFilter(warnings);
    console.addFilter(Diversion.filter());
    console.start();

    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
    context.getLogger(OURS).addAppender(console);

    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }
}
