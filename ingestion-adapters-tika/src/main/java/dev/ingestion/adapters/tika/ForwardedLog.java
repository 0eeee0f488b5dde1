package dev.ingestion.adapters.tika;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Takes what is logged in a parser process to its parent, whose logging then decides about it. That
 * of the application would start in every process and write to the same files.
 */
final class ForwardedLog {
  private static final int LONGEST = 4_000;

  private static volatile @Nullable FrameWriter parent;

  private ForwardedLog() {}

  /** Until this is called, what is logged is lost. */
  static void to(FrameWriter writer) {
    parent = writer;
  }

  /** Logs here what a parser process has logged. */
  static void log(Frame frame) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(frame.payload()));
    DocumentCodec.Reader reader = new DocumentCodec.Reader(in, Frame.LARGEST);
    boolean error = in.readBoolean();
    Logger logger = LoggerFactory.getLogger(reader.text());
    logger.atLevel(error ? Level.ERROR : Level.WARN).log(reader.text());
  }

  private static void send(String logger, Level level, String message) {
    FrameWriter out = parent;
    if (out == null) {
      return;
    }
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream data = new DataOutputStream(bytes);
      data.writeBoolean(level == Level.ERROR);
      DocumentCodec.writeText(logger, data);
      DocumentCodec.writeText(
          message.length() <= LONGEST ? message : message.substring(0, LONGEST) + " ...", data);
      out.write(Frame.Type.LOG, bytes.toByteArray());
    } catch (IOException parentHasEnded) {
      // Then so does this process, and nobody reads its log.
    }
  }

  /** Public, since SLF4J makes it by its name; nobody else does. */
  public static final class Provider implements SLF4JServiceProvider {
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter mdc = new NOPMDCAdapter();

    /** For SLF4J. */
    public Provider() {}

    @Override
    public ILoggerFactory getLoggerFactory() {
      return ForwardingLogger::new;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
      return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
      return mdc;
    }

    @Override
    public String getRequestedApiVersion() {
      return "2.0.99"; // any of version 2.0
    }

    @Override
    public void initialize() {}
  }

  /** Warnings and errors only: the rest is not worth the way. */
  private static final class ForwardingLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;

    ForwardingLogger(String name) {
      this.name = name;
    }

    @Override
    public boolean isTraceEnabled() {
      return false;
    }

    @Override
    public boolean isDebugEnabled() {
      return false;
    }

    @Override
    public boolean isInfoEnabled() {
      return false;
    }

    @Override
    public boolean isWarnEnabled() {
      return true;
    }

    @Override
    public boolean isErrorEnabled() {
      return true;
    }

    @Override
    protected String getFullyQualifiedCallerName() {
      return ForwardingLogger.class.getName();
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level,
        @Nullable Marker marker,
        @Nullable String pattern,
        Object @Nullable [] arguments,
        @Nullable Throwable thrown) {
      String message =
          String.valueOf(MessageFormatter.basicArrayFormat(pattern, arguments))
              + (thrown == null ? "" : " (" + thrown + ")");
      send(name, level, message);
    }
  }
}
