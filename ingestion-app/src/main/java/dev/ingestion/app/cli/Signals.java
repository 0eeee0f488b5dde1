package dev.ingestion.app.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/**
 * Catches the signals that tell a process to end. {@code sun.misc.Signal} is the only way to do so,
 * exported by every JDK and yet no class that javac lets one name without a warning; so it is
 * called by reflection. A signal that the parent process had switched off stays off.
 */
final class Signals implements AutoCloseable {
  private static final List<String> NAMES = List.of("HUP", "INT", "TERM");
  private static final String SIGNAL = "sun.misc.Signal";
  private static final String HANDLER = "sun.misc.SignalHandler";

  private final List<Restoration> restorations = new ArrayList<>();

  /**
   * @param caught called by a thread of its own for each signal that comes before {@link #close}
   */
  Signals(Runnable caught) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          caught.run();
          return null;
        };
    try {
      Class<?> handlerType = Class.forName(HANDLER);
      Object proxy =
          Proxy.newProxyInstance(
              handlerType.getClassLoader(), new Class<?>[] {handlerType}, handler);
      for (String name : NAMES) {
        Object signal = Class.forName(SIGNAL).getConstructor(String.class).newInstance(name);
        restorations.add(new Restoration(signal, handle(signal, proxy)));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("This Java cannot catch signals", e);
    }
  }

  /** Puts back what was in effect before. */
  @Override
  public void close() {
    try {
      for (Restoration restoration : restorations) {
        handle(restoration.signal, restoration.handler);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("This Java cannot catch signals", e);
    }
  }

  private static Object handle(Object signal, Object handler) throws ReflectiveOperationException {
    return Class.forName(SIGNAL)
        .getMethod("handle", Class.forName(SIGNAL), Class.forName(HANDLER))
        .invoke(null, signal, handler);
  }

  private record Restoration(Object signal, Object handler) {}
}
