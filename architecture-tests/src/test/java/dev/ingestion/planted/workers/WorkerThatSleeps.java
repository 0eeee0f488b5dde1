package dev.ingestion.planted.workers;

import java.util.concurrent.TimeUnit;

public final class WorkerThatSleeps {
  void sleep() throws InterruptedException {
    Thread.sleep(1);
    TimeUnit.SECONDS.sleep(1);
  }
}
