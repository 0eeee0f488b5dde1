package dev.ingestion.adapters.db;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;

/** Does something after every statement of every connection that is opened meanwhile. */
final class SteppedDriver implements AutoCloseable {
  private final Driver real;
  private final Driver stepped;

  private SteppedDriver(Callable<Void> step) throws SQLException {
    this.real = DriverManager.getDriver("jdbc:h2:mem:");
    this.stepped = proxy(Driver.class, real, step);
  }

  static SteppedDriver install(Callable<Void> step) throws SQLException {
    SteppedDriver driver = new SteppedDriver(step);
    DriverManager.deregisterDriver(driver.real);
    DriverManager.registerDriver(driver.stepped);
    return driver;
  }

  @Override
  public void close() throws SQLException {
    DriverManager.deregisterDriver(stepped);
    DriverManager.registerDriver(real);
  }

  private static <T> T proxy(Class<T> type, T real, Callable<Void> step) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(real, arguments);
                if (method.getName().startsWith("execute")) {
                  step.call();
                }
                return wrapped(result, step);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private static Object wrapped(Object result, Callable<Void> step) {
    if (result instanceof PreparedStatement statement) {
      return proxy(PreparedStatement.class, statement, step);
    }
    if (result instanceof Statement statement) {
      return proxy(Statement.class, statement, step);
    }
    return result instanceof Connection connection
        ? proxy(Connection.class, connection, step)
        : result;
  }
}
