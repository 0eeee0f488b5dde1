package dev.ingestion.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The points at which a process that works through ports can die: before and after each call of
 * each method. Adapters add points of their own where a call takes several steps on disk.
 *
 * <p>To try an adapter, run the engine in a process of its own, with every port given to {@link
 * #port} and halting at one of the points that {@link #around} lists; see that the process ended
 * with {@link #HALTED}, which proves that the point was reached; continue in another process, and
 * compare with a run that nobody disturbed.
 *
 * <p>Points are named {@code ChunkIndex.flush:before}; of overloaded methods, {@code
 * JobRepository.update/2:after} is the one with two parameters. Thread-safe.
 */
public final class CrashPoints {
  /** The exit code of a process that died at its point. */
  public static final int HALTED = 86;

  private static final String BEFORE = ":before";
  private static final String AFTER = ":after";

  private final Consumer<String> reached;

  /**
   * @param reached told of each point by the thread that reaches it, before that goes on
   */
  public CrashPoints(Consumer<String> reached) {
    this.reached = reached;
  }

  /**
   * Points of which one ends the process, as abruptly as a kill: no shutdown hook runs, nothing is
   * closed or flushed, and other threads are wherever they happen to be.
   *
   * @param time 1 for the first time that it is reached
   */
  public static CrashPoints haltingAt(String point, int time) {
    AtomicInteger left = new AtomicInteger(time);
    return new CrashPoints(
        reached -> {
          if (reached.equals(point) && left.decrementAndGet() == 0) {
            halt();
          }
        });
  }

  /** Ends the process with {@link #HALTED}. */
  public static void halt() {
    Runtime.getRuntime().halt(HALTED);
  }

  /**
   * @param port an interface
   * @return what does the same as {@code real} and comes by the points around each of its calls.
   *     What a call returns is given the same treatment if its type is a port as well
   */
  public <T> T port(Class<T> port, T real) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> call(port, real, method, arguments)));
  }

  /** Comes by a point inside an adapter, say between a write and the rename that publishes it. */
  public void reach(String point) {
    reached.accept(point);
  }

  /**
   * The points around all calls of some ports and of the ports that these calls return, read off
   * the interfaces: a new method is a new point.
   */
  public static SortedSet<String> around(Collection<Class<?>> ports) {
    SortedSet<String> points = new TreeSet<>();
    ports.forEach(port -> addPoints(port, points));
    return points;
  }

  private static void addPoints(Class<?> port, SortedSet<String> points) {
    for (Method method : port.getMethods()) {
      if (Modifier.isAbstract(method.getModifiers())
          && points.add(name(port, method) + BEFORE)
          && points.add(name(port, method) + AFTER)
          && isPort(method.getReturnType(), port)) {
        addPoints(method.getReturnType(), points);
      }
    }
  }

  private Object call(Class<?> port, Object real, Method method, Object[] arguments)
      throws Throwable {
    try {
      if (method.getDeclaringClass() == Object.class) {
        return method.invoke(real, arguments);
      }
      reach(name(port, method) + BEFORE);
      Object result = method.invoke(real, arguments);
      reach(name(port, method) + AFTER);
      Class<?> type = method.getReturnType();
      return isPort(type, port) && result != null ? decorated(type, result) : result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private <T> T decorated(Class<T> type, Object result) {
    return port(type, type.cast(result));
  }

  /** Sealed interfaces are data. */
  private static boolean isPort(Class<?> type, Class<?> beside) {
    return type.isInterface() && !type.isSealed() && type.getPackage().equals(beside.getPackage());
  }

  private static String name(Class<?> port, Method method) {
    long namesakes =
        Stream.of(port.getMethods())
            .filter(other -> Modifier.isAbstract(other.getModifiers()))
            .filter(other -> other.getName().equals(method.getName()))
            .map(other -> other.getParameterCount())
            .distinct()
            .count();
    String name = port.getSimpleName() + "." + method.getName();
    return namesakes > 1 ? name + "/" + method.getParameterCount() : name;
  }
}
