package dev.ingestion.workers.simulation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Steps between the engine and a port. */
interface Between {
  /**
   * Answers a call in place of the port.
   *
   * @param point the port and its method, for example {@code ChunkIndex.flush}
   */
  Object call(String point, Object[] arguments, Call port) throws Throwable;

  /** The port itself. */
  interface Call {
    Object with(Object... arguments) throws Throwable;
  }

  static <T> T of(Class<T> port, T real, Between between) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          Object[] given = arguments == null ? new Object[0] : arguments;
          if (method.getDeclaringClass() == Object.class) {
            return invoke(method, real, given);
          }
          return between.call(
              Points.of(port, method), given, changed -> invoke(method, real, changed));
        };
    return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, handler));
  }

  private static Object invoke(Method method, Object real, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
