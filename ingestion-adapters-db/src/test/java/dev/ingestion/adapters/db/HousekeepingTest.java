package dev.ingestion.adapters.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HousekeepingTest {
  private static final int LOOKS = 3;

  static Stream<Throwable> failures() {
    return Stream.of(
        new SQLException("away"),
        new IllegalStateException("an inside of the database that was closed"),
        new OutOfMemoryError("Java heap space"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void noFailureIsTheEndOfIt(Throwable failure) throws InterruptedException {
    CountDownLatch looks = new CountDownLatch(LOOKS);
    DataSource failing =
        (DataSource)
            Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                  looks.countDown();
                  throw failure;
                });

    Housekeeping housekeeping = Housekeeping.start(failing);
    try {
      assertThat(looks.await(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      housekeeping.close();
    }
  }
}
