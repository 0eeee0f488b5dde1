package dev.ingestion.adapters.tika;

import java.lang.reflect.InvocationTargetException;
import java.util.List;

/**
 * Keeps a parser process from ending when its terminal or its service manager tells all processes
 * of a group to end: its parent hears the same, comes to rest in order, and ends it then. {@code
 * sun.misc.Signal} is the only way to do so, exported by every JDK and yet no class that javac lets
 * one name without a warning.
 */
final class IgnoredSignals {
  private static final List<String> NAMES = List.of("HUP", "INT", "TERM");

  private IgnoredSignals() {}

  static void ignore() throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.Signal");
    Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
    Object ignore = handlerType.getField("SIG_IGN").get(null);
    for (String name : NAMES) {
      try {
        Object signal = type.getConstructor(String.class).newInstance(name);
        type.getMethod("handle", type, handlerType).invoke(null, signal, ignore);
      } catch (InvocationTargetException unknownHere) {
        // Windows has no HUP.
      }
    }
  }
}
