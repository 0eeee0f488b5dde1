package dev.ingestion.testkit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * A port whose calls are told to a watcher before they happen and after they returned. A watcher
 * that kills or freezes the process there makes every call of every port a place to crash at.
 */
public final class WatchedPort {
  private WatchedPort() {}

  /** Is told of calls, on the thread that makes them. */
  public interface Watcher {
    /**
     * @param point port and method, for example {@code ChunkIndex.flush}
     */
    void before(String point, Object[] arguments);

    /**
     * @param result what the call returned; null for void
     */
    void after(String point, Object[] arguments, Object result);
  }

  /**
   * @param port an interface
   * @return an implementation that does what {@code real} does, and tells the watcher
   */
  public static <T> T of(Class<T> port, T real, Watcher watcher) {
    InvocationHandler handler =
        (proxy, method, arguments) -> call(port, real, watcher, method, arguments);
    return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, handler));
  }

  private static Object call(
      Class<?> port, Object real, Watcher watcher, Method method, Object[] arguments)
      throws Throwable {
    Object[] given = arguments == null ? new Object[0] : arguments;
    String point = port.getSimpleName() + "." + method.getName();
    try {
      if (method.getDeclaringClass() == Object.class) {
        return method.invoke(real, given);
      }
      watcher.before(point, given);
      Object result = method.invoke(real, given);
      watcher.after(point, given, result);
      return result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
