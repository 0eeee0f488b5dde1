package dev.ingestion.app.logging;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;

/**
 * Silent until {@link ConsoleLog} and {@link LogFile} say where lines go: without this, Logback
 * would print everything on the standard output that is said before. Found through {@link
 * java.util.ServiceLoader}; a file that says the same would have to be parsed at each start. Gives
 * way to a file that somebody names, as the tests do.
 */
public final class SilentAtFirst extends ContextAwareBase implements Configurator {
  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    context.getStatusManager().add(new NopStatusListener());
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
