package dev.ingestion.workers.simulation;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Names of the methods of ports. */
final class Points {
  private static final Map<Method, String> NAMES = new ConcurrentHashMap<>();

  private Points() {}

  static String of(Class<?> port, Method method) {
    return NAMES.computeIfAbsent(method, made -> port.getSimpleName() + "." + made.getName());
  }
}
