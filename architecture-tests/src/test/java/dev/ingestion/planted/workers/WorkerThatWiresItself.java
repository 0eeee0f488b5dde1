package dev.ingestion.planted.workers;

import com.google.inject.Injector;

interface WorkerThatWiresItself {
  Injector injector();
}
